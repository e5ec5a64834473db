from django.apps import AppConfig


class XapiConfig(AppConfig):
    name = "xapi"
    verbose_name = "Traces d'apprentissage (xAPI)"

    def ready(self) -> None:
        from cms.core.announcements import announced  # noqa: PLC0415 - models are loaded only now
        from xapi.receivers import keep_announcement  # noqa: PLC0415

        announced.connect(keep_announcement, dispatch_uid="xapi.outbox")
