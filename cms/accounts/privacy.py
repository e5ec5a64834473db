"""Where each app says what it keeps about a person, how to hand it over, and how to erase it.

An app registers one :class:`PersonalData` in its `AppConfig.ready()`. « Mon compte » walks through the register for its
export, the erasure of an account does so in reverse: what was registered last stands on what came before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cms.accounts.models import User

Exporter = Callable[[User], dict[str, Any]]
Eraser = Callable[[User], None]


@dataclass(frozen=True)
class PersonalData:
    """What one app keeps about a person.

    `exporter` returns values that `DjangoJSONEncoder` writes. `eraser` runs in a transaction just before the account's
    row is deleted: it deletes or makes anonymous whatever protects that row, or would outlive it with a name.
    """

    app: str
    exporter: Exporter
    eraser: Eraser


_register: dict[str, PersonalData] = {}


def register(*, app: str, exporter: Exporter, eraser: Eraser) -> None:
    """Declare the personal data of `app` (its label, the key of its part of the export)."""
    _register[app] = PersonalData(app=app, exporter=exporter, eraser=eraser)


def export(user: User) -> dict[str, Any]:
    """Everything the site keeps about `user`, by app."""
    return {data.app: data.exporter(user) for data in _in_order()}


def erase(user: User) -> None:
    """Run every eraser, upper apps first."""
    for data in reversed(list(_in_order())):
        data.eraser(user)


def _in_order() -> Iterator[PersonalData]:
    """The accounts' own data first, then the others by name of app."""
    return iter(sorted(_register.values(), key=lambda data: (data.app != "accounts", data.app)))
