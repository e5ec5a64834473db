from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "Comptes et réseaux"

    def ready(self) -> None:
        from cms.accounts import personal_data, privacy, roles  # noqa: PLC0415 - models are not loaded before

        privacy.register(app="accounts", exporter=personal_data.export, eraser=personal_data.erase)
        post_migrate.connect(roles.grant_to_administrators, dispatch_uid="accounts.grant_to_administrators")
