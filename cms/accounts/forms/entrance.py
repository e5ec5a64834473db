"""Coming in: sign-in, sign-up, confirmation, lost password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from dsfr.forms import DsfrBaseForm

from cms.accounts.forms.fields import NetworkField, current_password_field, email_field, name_field
from cms.accounts.models import User

PASSWORD_HELP = _(
    "Douze caractères au moins, pas seulement des chiffres. "
    "Évitez votre nom, votre adresse et les mots de passe courants."
)


class SignInForm(DsfrBaseForm, AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "Adresse ou mot de passe incorrect. Si vous venez de créer votre compte, "
            "suivez d’abord le lien reçu par courriel."
        ),
        "inactive": _("Ce compte est fermé."),
    }
    username = email_field(_("Adresse électronique"), autocomplete="username")
    password = current_password_field(_("Mot de passe"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Adresse électronique")


class SignUpForm(DsfrBaseForm):
    first_name = name_field(_("Prénom"), "given-name")
    last_name = name_field(_("Nom"), "family-name")
    email = email_field(_("Adresse électronique professionnelle"))
    network = NetworkField(
        required=False,
        help_text=_("Laissez vide si votre réseau ne figure pas ici : il est aussi reconnu par votre adresse."),
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        person = User(**{name: data.get(name, "") for name in ("email", "first_name", "last_name")})
        try:
            validate_password(data.get("password", ""), person)
        except ValidationError as error:
            if "password" in data:
                self.add_error("password", error)
        return data


class EmailForm(DsfrBaseForm):
    email = email_field(_("Adresse électronique"))


class ConfirmForm(DsfrBaseForm):
    """The password of the sign-up form, asked again of whoever follows the link."""

    password = current_password_field(_("Mot de passe choisi à l’inscription"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Ce mot de passe n’est pas celui que vous avez choisi à l’inscription."))
        return password


class NewPasswordForm(DsfrBaseForm, SetPasswordForm):
    new_password1 = forms.CharField(
        label=_("Nouveau mot de passe"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("Le même, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
