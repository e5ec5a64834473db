from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "Comptes et réseaux"
    default = True

    def ready(self) -> None:
        from cms.accounts import personal_data, privacy, roles  # noqa: PLC0415 - models are not loaded before

        privacy.register(app="accounts", exporter=personal_data.export, eraser=personal_data.erase)
        post_migrate.connect(roles.grant_to_administrators, dispatch_uid="accounts.grant_to_administrators")


class AccountsAdminConfig(WagtailUsersAppConfig):
    """Wagtail's administration of accounts, with our forms."""

    user_viewset = "cms.accounts.viewsets.AccountViewSet"
