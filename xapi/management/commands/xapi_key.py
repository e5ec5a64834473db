"""`manage.py xapi_key NAME`: create credentials for a client of the Learning Record Store."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xapi.enums import Scope, Version
from xapi.models import ApiKey
from xapi.services.keys import create_key


class Command(BaseCommand):
    help = "Creates an access key of the Learning Record Store; the last line printed is its user name and its secret."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django gives every command a --version of its own, which here means that of xAPI.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="default: all; may be repeated")
        parser.add_argument(
            "--version",
            choices=Version.values,
            default=Version.V1.value,
            help="of xAPI, in which requests without a version are answered (default: %(default)s)",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if ApiKey.objects.filter(name=options["name"]).exists():
            raise CommandError(f"a key named {options['name']!r} exists already")
        key, secret = create_key(name=options["name"], scopes=options["scope"], version=options["version"])
        self.stdout.write(f"{key.key} {secret}")
