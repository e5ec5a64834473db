"""`manage.py load_site`: the home page, the menu, the footer and the pages that the law asks for."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.loading import load_site


class Command(BaseCommand):
    help = "Crée l'accueil, le menu, le pied de page et les pages obligatoires ; ce qui existe n'est pas modifié."

    def handle(self, **options: Any) -> None:
        for title in load_site():
            self.stdout.write(f"Créé : {title}")
