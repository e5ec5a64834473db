# ruff: noqa: S311 - nothing here is a secret
"""Statements as ours are (about 1.4 kB, five context activities shared by all: writers meet on the same rows), and a
store full of them.

    python -m benchmarks.samples 200000      fill the database of DATABASE_URL, through the service

Of 1000 statements: 200 of « left » about its own activity, 200 of « right » about its own, the others of 2000 agents
about 300 questions; the tutor, the course, the session and the authority are those of all. Rare ones: see `rare`.
"""

import json
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

BASE = "https://bench.example/"
MONTHS = 6
BATCH = 1000


def agent(name: str) -> dict[str, Any]:
    return {"account": {"homePage": BASE, "name": name}}


def rare(number: int) -> bool:
    """A statement with a verb and an agent that come once in 20,000."""
    return number % 20_000 == 7


def statement(number: int | None = None) -> dict[str, Any]:
    """One statement; `number` is its place among those loaded."""
    side = random.choices(("left", "right", ""), (2, 2, 6))[0]
    special = number is not None and rare(number)
    name = "rare" if special else side or f"a{random.randrange(2000)}"
    return {
        "id": str(uuid.uuid4()),
        "actor": agent(name),
        "verb": {"id": f"{BASE}verbs/{'rare' if special else random.randrange(8)}", "display": {"fr": "a fait"}},
        "object": {
            "id": f"{BASE}question/{side or random.randrange(300)}",
            "definition": {"type": f"{BASE}type", "name": {"fr": "Question"}},
        },
        "result": {"success": True, "duration": "PT12S"},
        "context": {
            "registration": str(uuid.UUID(int=number // 20)) if number is not None else str(uuid.uuid4()),
            "instructor": agent("tutor"),
            "contextActivities": {
                "parent": [{"id": f"{BASE}module/{random.randrange(5)}"}],
                "grouping": [{"id": f"{BASE}course"}, {"id": f"{BASE}session"}],
                "category": [{"id": f"{BASE}profile"}],
            },
            "extensions": {f"{BASE}padding": "x" * 500},
        },
    }


def _batches(count: int) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    """`count` statements in batches, each with the time at which it comes: evenly over the last months."""
    now = datetime.now(UTC)
    begin = now - timedelta(days=30 * MONTHS)
    for first in range(0, count, BATCH):
        yield begin + (now - begin) * (first / count), [statement(n) for n in range(first, min(first + BATCH, count))]


def load(count: int, key_name: str) -> None:
    """Store `count` statements of the key `key_name`, the clock going through the last months."""
    import time_machine  # noqa: PLC0415 - only where statements are loaded, and after the settings

    from xapi.jsontext import received  # noqa: PLC0415
    from xapi.models import ApiKey  # noqa: PLC0415
    from xapi.services.partitions import keep_partitions  # noqa: PLC0415
    from xapi.services.store import store_statements  # noqa: PLC0415

    key = ApiKey.objects.get(name=key_name)
    month = 0
    for at, batch in _batches(count):
        with time_machine.travel(at, tick=False):
            if at.month != month:
                month = at.month
                keep_partitions()
            store_statements(batch=received(json.dumps(batch))[0], key=key)


if __name__ == "__main__":
    import django

    django.setup()
    load(int(sys.argv[1]), sys.argv[2])
