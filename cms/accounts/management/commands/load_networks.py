from typing import Any

from django.core.management.base import BaseCommand

from cms.accounts.services import load_networks


class Command(BaseCommand):
    help = "Crée les réseaux de départ qui manquent. Ce qui existe déjà n'est pas touché."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_networks()} nœuds créés.")
