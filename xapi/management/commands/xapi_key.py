"""`manage.py xapi_key NAME`: create credentials for a client of the Learning Record Store."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xapi.enums import Scope
from xapi.models import ApiKey
from xapi.services.keys import create_key


class Command(BaseCommand):
    help = "Creates an access key of the Learning Record Store; the last line printed is its user name and its secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="default: all; may be repeated")

    def handle(self, *_: Any, **options: Any) -> None:
        if ApiKey.objects.filter(name=options["name"]).exists():
            raise CommandError(f"a key named {options['name']!r} exists already")
        key, secret = create_key(name=options["name"], scopes=options["scope"])
        self.stdout.write(f"{key.key} {secret}")
