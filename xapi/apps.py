from django.apps import AppConfig
from django.db.models.signals import post_migrate


class XapiConfig(AppConfig):
    name = "xapi"
    verbose_name = "Traces d'apprentissage (xAPI)"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - models are loaded only now

        from cms.accounts import privacy  # noqa: PLC0415
        from cms.core.announcements import announced  # noqa: PLC0415
        from xapi import personal_data  # noqa: PLC0415
        from xapi.permissions import POLICIES  # noqa: PLC0415
        from xapi.receivers import keep_announcements, make_partitions  # noqa: PLC0415

        announced.connect(keep_announcements, dispatch_uid="xapi.outbox")
        post_migrate.connect(make_partitions, sender=self, dispatch_uid="xapi.partitions")
        privacy.register(app="xapi", exporter=personal_data.export, eraser=personal_data.erase)
        for model, policy in POLICIES.items():
            register_permission_policy(model, policy)
