from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from cms.accounts.services import load_sample_accounts, sample_accounts


class Command(BaseCommand):
    help = "Crée les comptes d'exemple (mot de passe public), là où ils sont permis."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_sample_accounts()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        for email, password, what in sample_accounts():
            self.stdout.write(f"{email:<30} {password:<22} {what}")
