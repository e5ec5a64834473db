"""Forms of the administration."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from wagtail.admin.forms import WagtailAdminModelForm

from cms.accounts.throttling import IPV6_SITE_PREFIX
from xapi import vocabulary
from xapi.calls import version_asked
from xapi.enums import Scope
from xapi.lrs import ForbiddenAddressError, Store, UnreachableError
from xapi.models import ApiKey, Target
from xapi.services.delivery import is_ourselves, set_secret, versions_of
from xapi.services.people import SELF


class Checkboxes(forms.CheckboxSelectMultiple):
    """One box a line: the template of the public theme sets them side by side in Wagtail's pages."""

    template_name = "xapi/admin/checkboxes.html"


class NetworksField(forms.CharField):
    """Networks in CIDR notation, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(self.prepare_value(value)) or "").split()
        return [self._network(line) for line in lines]

    def _network(self, line: str) -> str:
        try:
            network = ipaddress.ip_network(line, strict=False)
        except ValueError:
            raise forms.ValidationError(
                f"« {line[:50]} » n'est pas un réseau. Exemples : 192.0.2.0/24, 2001:db8::/48."
            ) from None
        if network.version == 6 and network.prefixlen > IPV6_SITE_PREFIX:
            raise forms.ValidationError(
                f"« {line[:50]} » : deux adresses IPv6 voisines ne se distinguent pas, au plus /{IPV6_SITE_PREFIX}."
            )
        if "/" in line and str(network) != str(ipaddress.ip_interface(line)):
            raise forms.ValidationError(f"« {line[:50]} » désigne une machine : vouliez-vous dire {network} ?")
        return str(network)


class KeyForm(WagtailAdminModelForm):
    scopes = forms.MultipleChoiceField(label="Droits", choices=Scope.choices, widget=Checkboxes, initial=[Scope.ALL])
    networks = NetworksField(
        label="Seulement depuis ces réseaux",
        required=False,
        help_text="Un réseau par ligne, par exemple 192.0.2.0/24. Vide : de partout.",
    )
    requests_per_minute = forms.IntegerField(
        label="Requêtes par minute",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="Au-delà, le service répond « 429 » et dit quand revenir. Vide : sans limite.",
    )

    class Meta:
        model = ApiKey
        fields = [
            "name",
            "scopes",
            "default_version",
            "expires_at",
            "networks",
            "requests_per_minute",
            "lenient",
            "is_active",
        ]


def _verbs() -> list[tuple[str, str]]:
    return [(vocabulary.verb_iri(verb), french) for verb, (french, _) in vocabulary.VERB_NAMES.items()]


class TargetForm(WagtailAdminModelForm):
    endpoint = forms.URLField(
        label="Adresse du service xAPI",
        max_length=500,
        assume_scheme="https",
        help_text="L'adresse à laquelle s'ajoute « statements », par exemple : https://lrs.exemple.fr/xapi/",
    )
    password = forms.CharField(
        label="Secret",
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Il n'est plus jamais affiché. Laissez vide pour garder celui qui est enregistré.",
    )
    verbs = forms.MultipleChoiceField(
        label="Seulement ces actions",
        choices=_verbs,
        required=False,
        widget=Checkboxes,
        help_text="Aucune case cochée : toutes les actions.",
    )

    class Meta:
        model = Target
        fields = [
            "name",
            "endpoint",
            "version",
            "username",
            "password",
            "consumer",
            "verbs",
            "network",
            "course",
            "source_key",
            "is_active",
        ]

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"])
        url = urlsplit(endpoint)
        if url.username or url.password or url.query or url.fragment:
            raise forms.ValidationError("L'adresse ne doit contenir ni identifiants, ni paramètres.")
        if url.scheme != "https" and url.hostname not in settings.XAPI_TRUSTED_TARGETS:
            raise forms.ValidationError("L'adresse doit commencer par https://.")
        return endpoint

    def clean_consumer(self) -> str:
        if self.cleaned_data["consumer"] == SELF:
            raise forms.ValidationError("Ce nom est celui de notre propre entrepôt : choisissez-en un autre.")
        return str(self.cleaned_data["consumer"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.secret and not cleaned.get("password"):
            self.add_error("password", "Saisissez le secret que l'autre entrepôt vous a donné.")
        if not self.errors:
            self._refuse_bad_places(cleaned)
        return cleaned

    def _refuse_bad_places(self, cleaned: dict[str, Any]) -> None:
        """A place that cannot be reached now may be later; one that must not be reached, or is ours, is refused."""
        store = Store(endpoint=cleaned["endpoint"], username="", secret="")
        try:
            answer = store.describe()
        except ForbiddenAddressError:
            self.add_error("endpoint", "Cette adresse mène à un réseau privé : elle n'est pas autorisée.")
        except UnreachableError:
            return
        else:
            if is_ourselves(answer):
                self.add_error("endpoint", "Cette adresse est celle de notre propre site.")
            self._refuse_other_versions(cleaned["version"], versions_of(answer))

    def _refuse_other_versions(self, chosen: str, listed: list[str]) -> None:
        if listed and not any(version_asked(one) == chosen for one in listed):
            told = ", ".join(listed)[:100]
            self.add_error("version", f"Cette destination ne parle pas cette version. Elle annonce : {told}.")

    def save(self, commit: bool = True) -> Target:
        target: Target = super().save(commit=False)
        if self.cleaned_data["password"]:
            set_secret(target=target, secret=self.cleaned_data["password"])
        if "endpoint" in self.changed_data:
            target.last_success_at = None  # an address never tried: see `services.delivery`
        if commit:
            target.save()
        return target
