"""What this app keeps about a person: the statements under her pseudonym, what waits to become one, and what others
wrote about her pseudonyms or her address."""

import json
from typing import Any

from cms.accounts.models import User
from xapi.builders import actor
from xapi.documents import handed_over
from xapi.links import ifi_of
from xapi.models import OutboxRow, Pseudonym
from xapi.queries import Filter, Range, page, whole_range
from xapi.services.erasure import ask_erasure, documents_of, footprint, forget_documents, statements_of
from xapi.services.people import SELF, forget

_PAGE = 500


def export(user: User) -> dict[str, Any]:
    """All of the person's statements, oldest first, and her pseudonyms by consumer."""
    names = dict(Pseudonym.objects.filter(user=user).values_list("consumer", "name"))
    return {
        "pseudonyms": names,
        "statements": _statements(names[SELF]) if SELF in names else [],
        "statements_of_others": [json.loads(text) for text in statements_of(identifiers=_identifiers(user))],
        "documents": [handed_over(one) for one in documents_of(identifiers=_accounts(user) + _identifiers(user))],
        "waiting": list(OutboxRow.objects.filter(user=user).values("kind", "at", "payload")),
    }


def _statements(name: str) -> list[dict[str, Any]]:
    wanted = Filter(agent=ifi_of(actor(name).as_version("1.0.3")), ascending=True)
    rest: Range | None = whole_range(wanted)
    statements: list[dict[str, Any]] = []
    while rest:
        found = page(wanted, rest, _PAGE)
        statements += [json.loads(payload) for payload in found.payloads]
        rest = found.rest
    return statements


def _identifiers(user: User) -> list[dict[str, Any]]:
    """What others call the person."""
    return [{"mbox": f"mailto:{user.email}"}]


def _accounts(user: User) -> list[dict[str, Any]]:
    """The person under her pseudonyms, here and at every consumer."""
    names = Pseudonym.objects.filter(user=user).values_list("name", flat=True)
    return [actor(name).as_version("1.0.3") for name in names]


def erase(user: User) -> None:
    """Our statements stay as facts of nobody: what linked them to the person is destroyed, and the documents about her
    go. What others wrote about her address is written again without it, by a task."""
    forget_documents(identifiers=_accounts(user))
    forget(user=user)
    if footprint(identifiers=_identifiers(user)):
        ask_erasure(identifiers=_identifiers(user), by=None)
