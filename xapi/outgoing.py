"""What a stored statement becomes when it leaves for another store."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from xapi.jsontext import Received, received
from xapi.vocabulary import agents_home

_SET_BY_THE_RECEIVER = ("stored", "authority")


def opened(payload: str) -> Received:
    """A stored statement, by member."""
    return received(payload)[0][0]


def names_in(statement: Received) -> set[str]:
    """Our pseudonyms that `statement` holds outside its authority."""
    return {
        account["name"]
        for member in _members(statement)
        if agents_home() in statement.raw[member]
        for account in _our_accounts(statement.data[member])
    }


def outgoing(statement: Received, names: Mapping[str, str]) -> str:
    """The text to send: each of our pseudonyms replaced by that of `names`, everything else as it is stored."""
    parts = []
    for member in _members(statement):
        text = statement.raw[member]
        if agents_home() in text:
            accounts = list(_our_accounts(statement.data[member]))
            for account in accounts:
                account["name"] = names[account["name"]]
            text = json.dumps(statement.data[member]) if accounts else text
        parts.append(f"{json.dumps(member)}:{text}")
    return "{" + ",".join(parts) + "}"


def _members(statement: Received) -> list[str]:
    return [member for member in statement.raw if member not in _SET_BY_THE_RECEIVER]


def _our_accounts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _our_accounts(item)
    elif isinstance(value, dict):
        if value.get("homePage") == agents_home() and isinstance(value.get("name"), str):
            yield value
        for child in value.values():
            yield from _our_accounts(child)
