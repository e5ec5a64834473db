from django.urls import path
from django.views.generic import TemplateView

from cms.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.AccountView.as_view(), name="account"),
    path("connexion/", views.SignInView.as_view(), name="login"),
    path("deconnexion/", views.SignOutView.as_view(), name="logout"),
    path("inscription/", views.SignUpView.as_view(), name="sign_up"),
    path(
        "inscription/suite/",
        TemplateView.as_view(template_name="accounts/sign_up_done.html"),
        name="sign_up_done",
    ),
    path("inscription/nouveau-lien/", views.ResendView.as_view(), name="resend"),
    path("confirmer/<str:uidb64>/<str:token>/", views.ConfirmView.as_view(), name="confirm"),
    path("mot-de-passe-oublie/", views.ResetView.as_view(), name="password_reset"),
    path(
        "mot-de-passe-oublie/suite/",
        TemplateView.as_view(template_name="accounts/password_reset_done.html"),
        name="password_reset_done",
    ),
    path("mot-de-passe/<str:uidb64>/<str:token>/", views.ResetConfirmView.as_view(), name="password_reset_confirm"),
    path("mot-de-passe/", views.ChangeView.as_view(), name="password_change"),
    path("profil/", views.ProfileView.as_view(), name="profile"),
    path("adresse/", views.EmailChangeView.as_view(), name="email_change"),
    path("adresse/<str:token>/", views.EmailChangeConfirmView.as_view(), name="email_change_confirm"),
    path("mes-donnees.json", views.export, name="export"),
    path("effacement/", views.ErasureView.as_view(), name="erasure"),
    path("effacement/annuler/", views.cancel_erasure, name="cancel_erasure"),
]
