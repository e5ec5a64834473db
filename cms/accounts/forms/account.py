"""« Mon compte »: one's own data."""

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from dsfr.forms import DsfrBaseForm

from cms.accounts.forms.entrance import NewPasswordForm
from cms.accounts.forms.fields import NetworkField, current_password_field, email_field, name_field
from cms.accounts.models import Network, User
from cms.accounts.queries import network_for_email, network_of


class ProfileForm(DsfrBaseForm):
    first_name = name_field(_("Prénom"), "given-name")
    last_name = name_field(_("Nom"), "family-name")
    network = NetworkField(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.known: Network | None = network_for_email(user.email)
        kwargs["initial"] = {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "network": network_of(user),
        }
        super().__init__(*args, **kwargs)
        if self.known:
            self._keep_within(self.known)

    def _keep_within(self, network: Network) -> None:
        field: Any = self.fields["network"]
        field.queryset = network.with_descendants()
        field.required = True
        field.empty_label = None
        field.help_text = _("Votre adresse vous rattache à ce réseau : vous pouvez préciser où vous y travaillez.")


class PasswordConfirmedForm(DsfrBaseForm):
    """A form that the person at the keyboard confirms with the account's password."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Ce mot de passe n’est pas le vôtre."))
        return password


class EmailChangeForm(PasswordConfirmedForm):
    email = email_field(_("Nouvelle adresse électronique"))
    password = current_password_field(_("Votre mot de passe actuel"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.user.email:
            raise ValidationError(_("C’est déjà votre adresse."))
        return email


class ErasureForm(PasswordConfirmedForm):
    password = current_password_field(_("Votre mot de passe"))


class StyledPasswordChangeForm(NewPasswordForm, PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Ce mot de passe n’est pas votre mot de passe actuel."),
    }
    field_order = ["old_password", "new_password1", "new_password2"]
    old_password = current_password_field(_("Mot de passe actuel"))
