from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from wagtail import signals  # noqa: PLC0415 - models are loaded by now
        from wagtail.models import Site  # noqa: PLC0415

        from cms.pages.models import SiteNavigation  # noqa: PLC0415
        from cms.pages.navigation import forget  # noqa: PLC0415

        for model in (SiteNavigation, Site):
            post_save.connect(forget, sender=model)
        for signal in (signals.page_published, signals.page_unpublished, signals.post_page_move, post_delete):
            signal.connect(forget)
