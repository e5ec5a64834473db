"""`manage.py load_modules`: the course and its modules, from `courses/samples/`. A page that exists is left alone."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page, Site

import courses.samples
from courses.models import CoursePage, ModulePage

COURSE = {
    "slug": "formation",
    "title": "Services Publics\u00a0+ en cinq modules",
    "introduction": (
        "<p>Cinq modules courts pour accueillir, joindre, orienter, écouter et progresser, au service des usagers. "
        "Chacun se suit à votre rythme, sur ordinateur ou téléphone, et se reprend là où vous l’avez laissé.</p>"
    ),
    "search_description": "Les modules de formation en ligne de Services Publics + pour tous les agents publics.",
}


class Command(BaseCommand):
    help = "Charge le parcours et les modules fournis avec le site ; ce qui existe déjà n'est pas modifié."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise CommandError("Aucun site : lancez d'abord « manage.py load_site ».")
        course = CoursePage.objects.first() or _publish(site.root_page, CoursePage(**COURSE, show_in_menus=True))
        folder = Path(next(iter(courses.samples.__path__)))
        for file in sorted(folder.glob("*.json")):
            data = json.loads(file.read_text(encoding="utf-8"))
            if not ModulePage.objects.filter(module_key=data["module_key"]).exists():
                _publish(course, _module(data))
                self.stdout.write(f"Module chargé : {data['title']}")


def _module(data: dict[str, Any]) -> ModulePage:
    streams = {name: json.dumps(data.pop(name)) for name in ("objectives", "screens")}
    return ModulePage(**data, **streams, is_illustration=True, search_description=data["summary"])


def _publish(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
