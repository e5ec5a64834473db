"""`manage.py load_samples`: everything a first visit needs. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Charge le site, les réseaux, les modules et, en développement, les comptes d'exemple."

    def handle(self, **options: Any) -> None:
        for command in settings.SAMPLE_COMMANDS:
            call_command(command, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(self.style.SUCCESS(f"\n{settings.SITE_NAME} : {settings.SITE_URL}\n"))
