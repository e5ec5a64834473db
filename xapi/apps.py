from django.apps import AppConfig


class XapiConfig(AppConfig):
    name = "xapi"
    verbose_name = "Traces d'apprentissage (xAPI)"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - models are loaded only now

        from cms.accounts import privacy  # noqa: PLC0415
        from cms.core.announcements import announced  # noqa: PLC0415
        from xapi import personal_data  # noqa: PLC0415
        from xapi.permissions import POLICIES  # noqa: PLC0415
        from xapi.receivers import keep_announcements  # noqa: PLC0415

        announced.connect(keep_announcements, dispatch_uid="xapi.outbox")
        privacy.register(app="xapi", exporter=personal_data.export, eraser=personal_data.erase)
        for model, policy in POLICIES.items():
            register_permission_policy(model, policy)
