"""What people type."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from dsfr.forms import DsfrBaseForm

from cms.accounts.models import Network
from cms.core import codes
from courses.exports import Scope
from courses.models import Attestation, MentorSettings, ModulePage, Session


class AttestationCodeForm(DsfrBaseForm):
    code = forms.CharField(
        label=_("Code de vérification"),
        help_text=_("Les onze lettres et chiffres inscrits en bas de l’attestation. Format attendu : 7K3Q9-8ZTR2-4."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Saisissez le code inscrit sur l’attestation.")},
    )

    def clean_code(self) -> str:
        code = codes.parsed(self.cleaned_data["code"])
        if not code:
            raise ValidationError(
                _("Ce code comporte une erreur de saisie. Vérifiez chaque lettre et chaque chiffre, puis recommencez.")
            )
        return code


class RevocationForm(forms.ModelForm):
    """For administrators: revoke with a reason, or restore."""

    revoked = forms.BooleanField(
        label="Révoquée",
        required=False,
        help_text="Une attestation révoquée ne peut plus être téléchargée, et la page de vérification le dit.",
    )

    class Meta:
        model = Attestation
        fields = ["revoked_reason"]

    field_order = ["revoked", "revoked_reason"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["revoked"].initial = self.instance.revoked_at is not None
        self.fields["revoked_reason"].help_text = "Montré à la personne, jamais sur la page publique."

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data["revoked"] and not self.cleaned_data.get("revoked_reason", "").strip():
            self.add_error("revoked_reason", "Indiquez pourquoi cette attestation est révoquée.")


_EMAIL = re.compile(r"[^\s;,<>\"'()]+@[^\s;,<>\"'()]+")


class NetworkField(forms.ModelChoiceField):
    def label_from_instance(self, network: Any) -> str:
        return f"{'— ' * (network.depth - 1)}{network.name}"


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "required": _("Indiquez une date au format JJ/MM/AAAA, par exemple 21/11/2026."),
                "invalid": _("Cette date n’existe pas ou n’est pas au format JJ/MM/AAAA, par exemple 21/11/2026."),
            },
            **kwargs,
        )


class MentorForm(DsfrBaseForm):
    """What leaves: for a network node and all below it, over a period."""

    network = NetworkField(label=_("Réseau ou structure"), queryset=Network.objects.none(), empty_label=None)
    module = forms.ModelChoiceField(
        label=_("Module"),
        help_text=_("Nécessaire pour le fichier de notes."),
        queryset=ModulePage.objects.none(),
        required=False,
        empty_label=_("Tous les modules"),
    )
    session = forms.ModelChoiceField(
        label=_("Session"),
        help_text=_("Nécessaire pour les fichiers de notes et d’inscriptions."),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("Toutes les sessions"),
    )
    since = DayField(label=_("Réussite à partir du"), help_text=_("Format attendu : JJ/MM/AAAA."))
    until = DayField(label=_("Jusqu’au"), help_text=_("Jour compris. Format attendu : JJ/MM/AAAA."))
    roster = forms.CharField(
        label=_("Participants de la session Mentor"),
        help_text=_(
            "Collez ici la liste des participants téléchargée depuis Mentor : les adresses y sont reconnues. Mentor "
            "refuse tout le fichier de notes pour une seule adresse inconnue. Cette liste n’est pas conservée."
        ),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, networks: list[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [network.pk for network in networks]
        fields: dict[str, Any] = self.fields
        fields["network"].queryset = Network.objects.filter(pk__in=ids)
        fields["module"].queryset = ModulePage.objects.only("title").order_by("title")
        fields["session"].queryset = Session.objects.filter(Q(network=None) | Q(network__in=ids)).order_by("title")
        fields["until"].initial = timezone.localdate
        fields["since"].initial = _a_month_ago

    def clean_roster(self) -> frozenset[str] | None:
        text = self.cleaned_data["roster"]
        found = frozenset(match.lower() for match in _EMAIL.findall(text))
        if text and not found:
            raise ValidationError(_("Aucune adresse électronique n’a été reconnue dans cette liste."))
        return found or None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("Cette date précède la date de début. Choisissez une date plus tardive."))
        return data

    def scope(self) -> Scope:
        """What was chosen, with the choices of the site. Only for a valid form."""
        site = MentorSettings.load()
        return Scope(**self.cleaned_data, domains=site.domains, send_scores=site.send_scores)


def _a_month_ago() -> date:
    return timezone.localdate() - timedelta(days=30)
