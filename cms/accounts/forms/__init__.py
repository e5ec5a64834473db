from cms.accounts.forms.account import EmailChangeForm, ErasureForm, ProfileForm, StyledPasswordChangeForm
from cms.accounts.forms.entrance import ConfirmForm, EmailForm, NewPasswordForm, SignInForm, SignUpForm

__all__ = [
    "ConfirmForm",
    "EmailChangeForm",
    "EmailForm",
    "ErasureForm",
    "NewPasswordForm",
    "ProfileForm",
    "SignInForm",
    "SignUpForm",
    "StyledPasswordChangeForm",
]
