"""Blocks as StreamField JSON, with ids that never change."""

import re
import uuid
from typing import Any

Block = dict[str, Any]

# A space that a line must not break: before high punctuation, inside quotation marks, in the programme's name.
UNBREAKABLE = re.compile(r"(?<=«) | (?=[»:;?!%])| (?=\+)|(?<=n°) ")

NAMESPACE = uuid.UUID("0d6f7f0e-9d1c-5b3a-8a55-5f2c1f6b7a10")


def stream(page: str, *blocks: tuple[str, Any]) -> list[Block]:
    """The blocks of `page` as (type, value), each with an id of its place in the first content."""
    return [
        {"type": kind, "value": value, "id": block_id(f"{page}/{position}")}
        for position, (kind, value) in enumerate(blocks)
    ]


def items(page: str, *values: Any) -> list[Block]:
    """The items of a ListBlock."""
    return [
        {"type": "item", "value": value, "id": block_id(f"{page}/item/{position}")}
        for position, value in enumerate(values)
    ]


def block_id(place: str) -> str:
    return str(uuid.uuid5(NAMESPACE, place))


def link(text: str, address: str) -> dict[str, Any]:
    return {"text": text, "page": None, "address": address}


def table(caption: str, headings: list[str], rows: list[list[str]], *, row_headers: bool = True) -> dict[str, Any]:
    return {
        "caption": caption,
        "row_headers": row_headers,
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in headings],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        },
    }


def french_spaces(value: Any) -> Any:
    """`value` with its texts typeset: no-break spaces where French wants them."""
    if isinstance(value, str):
        return UNBREAKABLE.sub("\N{NO-BREAK SPACE}", value)
    if isinstance(value, dict):
        return {name: french_spaces(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [french_spaces(part) for part in value]
    return value
