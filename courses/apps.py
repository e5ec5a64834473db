from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Formation"

    def ready(self) -> None:
        from wagtail.signals import page_published  # noqa: PLC0415 - models are not loaded before

        from cms.accounts.privacy import register  # noqa: PLC0415
        from cms.accounts.sections import AccountSection, register_section  # noqa: PLC0415
        from cms.core.sitemap import VIEWS  # noqa: PLC0415
        from courses import privacy  # noqa: PLC0415
        from courses.models import ModulePage  # noqa: PLC0415
        from courses.permissions import runs_training  # noqa: PLC0415
        from courses.receivers import build_version  # noqa: PLC0415

        page_published.connect(build_version, sender=ModulePage, dispatch_uid="courses.build_version")
        VIEWS.append((_("Vérifier une attestation"), "courses:attestation_form"))
        register(app="courses", exporter=privacy.export, eraser=privacy.erase)
        register_section(
            AccountSection(
                name=_("Mes attestations"),
                view="courses:own_attestations",
                description=_("Télécharger, relire ou faire vérifier les attestations de vos modules réussis."),
                order=20,
            )
        )
        register_section(
            AccountSection(
                name=_("Résultats pour Mentor"),
                view="courses:mentor",
                description=_(
                    "Préparer les fichiers que Mentor importe, pour les réseaux dont vous suivez la formation."
                ),
                order=50,
                shown=runs_training,
            )
        )
