"""A statement in which a person becomes unknown."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xapi.jsontext import Received
from xapi.validation.agents import IDENTIFIERS
from xapi.vocabulary import own

ERASED = "[effacé]"
MAILTO = "mailto:"


def homepage_of_erased() -> str:
    """The home page of the accounts that stand for people who were erased."""
    return own("efface")


def all_spellings(identifier: dict[str, Any]) -> list[dict[str, Any]]:
    """`identifier`, and for an address also its hash, under which statements may name the same person."""
    if "mbox" not in identifier:
        return [identifier]
    sha1 = hashlib.sha1(identifier["mbox"].encode(), usedforsecurity=False).hexdigest()  # xAPI's own choice
    return [identifier, {"mbox_sha1sum": sha1}]


@dataclass(frozen=True)
class Rewriting:
    """Puts the account `name` in the place of the agents that have one of `identifiers`."""

    identifiers: Collection[dict[str, Any]]
    name: str
    kept: tuple[str, ...] = field(default=("objectType", "member"), init=False)

    @cached_property
    def replacement(self) -> dict[str, Any]:
        """The identifier that the person has from now on."""
        return {"account": {"homePage": homepage_of_erased(), "name": self.name}}

    def rewritten(self, statement: Received) -> Received:
        """`statement` without the person: her identifiers, her name, what she wrote, what she signed or attached.

        Members that do not name her keep their text.
        """
        data = self._value(statement.data)
        data.pop("attachments", None)
        if self._is_hers(statement.data["actor"]) and "response" in data.get("result", {}):
            data["result"]["response"] = ERASED
        raw = {
            name: statement.raw[name] if value == statement.data[name] else json.dumps(value)
            for name, value in data.items()
        }
        return Received(data, raw)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if isinstance(value, dict):
            rewritten = {name: self._value(child) for name, child in value.items()}
            return self._unknown(rewritten) if self._is_hers(value) else rewritten
        return self._text(value) if isinstance(value, str) else value

    def _unknown(self, agent: dict[str, Any]) -> dict[str, Any]:
        return {name: agent[name] for name in self.kept if name in agent} | self.replacement

    def _is_hers(self, value: dict[str, Any]) -> bool:
        return any(
            name in value and _folded(name, value[name]) in self._folded for name in IDENTIFIERS if name in value
        )

    @cached_property
    def _folded(self) -> set[str]:
        return {_folded(name, value) for one in self.identifiers for name, value in one.items()}

    @cached_property
    def _addresses(self) -> list[str]:
        return [one["mbox"].removeprefix(MAILTO) for one in self.identifiers if "mbox" in one]

    def _text(self, text: str) -> str:
        """Her address inside another text, an extension for instance."""
        lower = text.lower()
        for address in self._addresses:
            if address.lower() in lower and not lower.startswith((MAILTO, "http:", "https:")):
                return ERASED
        return text


def _folded(name: str, value: Any) -> str:
    """One spelling of an identifier: an address is the same in capitals."""
    text = json.dumps({name: value}, sort_keys=True)
    return text.lower() if name in ("mbox", "mbox_sha1sum") else text
