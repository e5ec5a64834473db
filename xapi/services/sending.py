"""Sending a batch to a store that may take it, part of it, or nothing."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from xapi import jsontext
from xapi.comparison import digest
from xapi.enums import Version
from xapi.lrs import Answer, Store, UnreachableError
from xapi.queries import attached_to
from xapi.validation import Invalid, check_statement

# The batch holds something that this store will not take: find out what.
_SPLIT = {400, 409, 413, 422}
# So many refused in one run and none taken: the store is wrong, not the statements.
_ALL_REFUSED = 50


class BackOffError(Exception):
    """The store cannot take anything now; `retry_after` is what it asks for, in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SuspendError(Exception):
    """Only a human can help."""


@dataclass(frozen=True)
class Item:
    """A statement on its way out, with so many octets of attachments."""

    seq: int
    id: str
    text: str
    attached: int = 0

    @property
    def octets(self) -> int:
        return len(self.text.encode()) + self.attached


class Sender:
    """Sends to one store, for one run."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._taken = 0
        self._refused: dict[int, str] = {}

    def send(self, items: list[Item]) -> dict[int, str]:
        """Send `items`, halving what is refused until each culprit is alone. The reasons of those, by seq.

        Raises `BackOffError` or `SuspendError` when nothing can be said; then all of `items` must be sent again.
        """
        before = set(self._refused)
        if items:
            self._send(items)
        return {seq: reason for seq, reason in self._refused.items() if seq not in before}

    def _send(self, items: list[Item]) -> None:
        attached = attached_to([item.seq for item in items if item.attached])
        answer = self._reach(partial(self._store.send, [item.text for item in items], attached))
        if answer.status == 200:
            _check_ids(answer, items)
            self._taken += len(items)
        elif answer.status in _SPLIT and len(items) > 1:
            middle = len(items) // 2
            self._send(items[:middle])
            self._send(items[middle:])
        elif answer.status in _SPLIT:
            self._judge(items[0], answer)
        else:
            _raise_for(answer)

    def _judge(self, item: Item, answer: Answer) -> None:
        if answer.status == 409 and self._has_the_same(item):
            self._taken += 1
            return
        reason = "déjà présente là-bas avec un autre contenu" if answer.status == 409 else answer.excerpt
        self._refused[item.seq] = f"{answer.status} – {reason}"
        if len(self._refused) >= _ALL_REFUSED and not self._taken:
            raise SuspendError(f"Cette destination refuse tout ce qui lui est envoyé : {self._refused[item.seq]}")

    def _has_the_same(self, item: Item) -> bool:
        for voided in (False, True):
            answer = self._reach(partial(self._store.fetch, item.id, voided=voided))
            if answer.status == 200:
                return _digest(answer.body) == _digest(item.text)
        return False

    @staticmethod
    def _reach(request: Callable[[], Answer]) -> Answer:
        try:
            return request()
        except UnreachableError as error:
            raise BackOffError(str(error)) from error


def _check_ids(answer: Answer, items: list[Item]) -> None:
    """A store that took the batch answers with its ids; anything else may be a login page or half an answer."""
    try:
        ids = [uuid.UUID(one) for one in json.loads(answer.body)]
    except (ValueError, TypeError, AttributeError):
        raise BackOffError(f"réponse incompréhensible : {answer.excerpt[:200]}") from None
    if ids != [uuid.UUID(item.id) for item in items]:
        raise BackOffError("la réponse ne porte pas les identifiants envoyés")


def _raise_for(answer: Answer) -> None:
    told = f"{answer.status} – {answer.excerpt[:200]}"
    if answer.status in (401, 403):
        raise SuspendError(f"Identifiants refusés : {told}")
    if 300 <= answer.status < 400:
        raise BackOffError(f"redirection refusée : {told}")
    raise BackOffError(told, answer.retry_after)


def _digest(text: str) -> str | None:
    """The digest of a statement, None when the text is not one."""
    try:
        data = jsontext.loads(text)
        check_statement(data, Version.V2)  # which takes whatever 1.0.3 does
    except (jsontext.BadJsonError, Invalid):
        return None
    return digest(data)
