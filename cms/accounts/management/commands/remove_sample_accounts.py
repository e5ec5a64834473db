from typing import Any

from django.core.management.base import BaseCommand

from cms.accounts.services import remove_sample_accounts


class Command(BaseCommand):
    help = "Efface les comptes d'exemple et tout ce qu'ils ont fait."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remove_sample_accounts()} comptes d'exemple effacés.")
