"""Links to a page of the site or to an address."""

from typing import Any

from wagtail import blocks

from cms.core.links import is_address, validate_address


class LinkValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Where the link goes; empty when its page is gone or unpublished."""
        page = self.get("page")
        if page:
            return page.url or "" if page.live else ""
        address = self.get("address") or ""
        return address if is_address(address) else ""

    @property
    def is_external(self) -> bool:
        return self.href.startswith("http")


class TargetBlock(blocks.StructBlock):
    """A page or an address: at most one."""

    page = blocks.PageChooserBlock(label="Page du site", required=False)
    address = blocks.CharBlock(
        label="ou adresse",
        required=False,
        max_length=500,
        validators=[validate_address],
        help_text="Chemin de ce site (« /plan-du-site/ ») ou adresse complète (« https://… »).",
    )

    class Meta:
        value_class = LinkValue
        label = "Cible"
        icon = "link"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["page"] and cleaned["address"]:
            error = blocks.StructBlockValidationError(
                non_block_errors=["Choisissez une page ou une adresse, pas les deux."]
            )
            raise error
        return cleaned


class LinkBlock(TargetBlock):
    """A link with its text."""

    text = blocks.CharBlock(label="Texte", max_length=120)

    class Meta:
        label = "Lien"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["page"] or cleaned["address"]):
            raise blocks.StructBlockValidationError(non_block_errors=["Choisissez une page ou saisissez une adresse."])
        return cleaned
