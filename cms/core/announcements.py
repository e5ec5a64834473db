"""How an app tells what happened without knowing who listens.

A service sends an :class:`Announcement` inside its transaction. The one listener today is `xapi`, which keeps it in its
outbox in that same transaction: what is stored is announced, what is rolled back never was.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.dispatch import Signal

# Namespace of the ids derived from announcement keys (statements, proofs). Changing it would send everything twice.
NAMESPACE = uuid.UUID("6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11")

announced = Signal()  # sent with `announcements=`, a list in the order of the facts


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A fact worth a statement. Subclasses live in the `signals.py` of each app and hold plain JSON-able values.

    `key` names the fact for ever: the same fact announced twice has the same key and is kept once. `label` names the
    class to administrators.
    """

    label: ClassVar[str] = ""

    key: str
    at: datetime
    user_id: int


_gathered: ContextVar[list[Announcement] | None] = ContextVar("gathered", default=None)


@contextmanager
def announcing() -> Iterator[None]:
    """A transaction whose announcements leave together at its end: one write for whoever keeps them.

    Also a decorator: `@announcing()`. Inside another one it is a savepoint, and the outer one sends.
    """
    outer = _gathered.get()
    with transaction.atomic():
        token = _gathered.set([])
        try:
            yield
            told = _gathered.get() or []
        finally:
            _gathered.reset(token)
        if transaction.get_rollback():
            return  # the caller gave the transaction up: nothing happened
        if outer is not None:
            outer.extend(told)
        elif told:
            announced.send(sender=None, announcements=told)


def announce(announcement: Announcement) -> None:
    """Tell `announcement` to whoever listens. Raises `RuntimeError` outside of `announcing`."""
    gathered = _gathered.get()
    if gathered is None:
        raise RuntimeError("an announcement belongs to the transaction of the fact it tells")
    gathered.append(announcement)


def derived_id(key: str) -> uuid.UUID:
    """The id for ever of what is derived from the fact named `key` (UUIDv5)."""
    return uuid.uuid5(NAMESPACE, key)
