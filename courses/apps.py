from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Formation"

    def ready(self) -> None:
        from wagtail.signals import page_published  # noqa: PLC0415 - models are not loaded before

        from courses.models import ModulePage  # noqa: PLC0415
        from courses.receivers import build_version  # noqa: PLC0415

        page_published.connect(build_version, sender=ModulePage, dispatch_uid="courses.build_version")
