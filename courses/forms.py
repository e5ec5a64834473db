"""What people type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from dsfr.forms import DsfrBaseForm

from cms.core import codes
from courses.models import Attestation


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
