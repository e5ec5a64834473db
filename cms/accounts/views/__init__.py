from cms.accounts.views.account import (
    AccountView,
    EmailChangeConfirmView,
    EmailChangeView,
    ErasureView,
    ProfileView,
    cancel_erasure,
    export,
)
from cms.accounts.views.entrance import ConfirmView, ResendView, SignInView, SignOutView, SignUpView
from cms.accounts.views.passwords import ChangeView, ResetConfirmView, ResetView

__all__ = [
    "AccountView",
    "ChangeView",
    "ConfirmView",
    "EmailChangeConfirmView",
    "EmailChangeView",
    "ErasureView",
    "ProfileView",
    "ResendView",
    "ResetConfirmView",
    "ResetView",
    "SignInView",
    "SignOutView",
    "SignUpView",
    "cancel_erasure",
    "export",
]
