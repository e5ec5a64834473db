"""What « Mon compte » links to besides itself. An app adds its sections in its `AppConfig.ready()`."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class AccountSection:
    """A link of « Mon compte »: `view` is a URL name without argument."""

    name: str | Promise
    view: str
    description: str | Promise
    order: int = 100

    @property
    def url(self) -> str:
        return reverse(self.view)


_sections: dict[str, AccountSection] = {}


def register_section(section: AccountSection) -> None:
    _sections[section.view] = section


def account_sections() -> list[AccountSection]:
    return sorted(_sections.values(), key=lambda section: (section.order, section.view))
