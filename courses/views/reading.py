"""Reading what a learner's form sends. A field that no form of ours has means that the request was made up."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from courses.errors import ForgedRequestError
from courses.services.answers import Submitted

COMMON = frozenset({"csrfmiddlewaretoken", "seq", "key", "secondes", "ecran"})


@dataclass(frozen=True)
class Step:
    """What every form of the player sends. `seconds` is the time that the browser saw the page, None without JS."""

    seq: int
    key: uuid.UUID
    screen: str
    seconds: int | None


def step(post: QueryDict, *names: str, others: Iterable[str] = ()) -> Step:
    """The common part of `post`, which may also hold each of `names` once and any of `others` more than once.

    Raises `ForgedRequestError`.
    """
    single = COMMON | set(names)
    if set(post) - single - set(others) or any(len(post.getlist(name)) > 1 for name in single):
        raise ForgedRequestError
    try:
        key = uuid.UUID(post.get("key", ""))
    except ValueError as error:
        raise ForgedRequestError from error
    seq = number(post, "seq")
    if seq is None:
        raise ForgedRequestError
    return Step(seq=seq, key=key, screen=post.get("ecran", ""), seconds=number(post, "secondes"))


def number(post: QueryDict, name: str) -> int | None:
    """A whole number up to six digits, None when empty. Raises `ForgedRequestError`."""
    value = post.get(name, "")
    if value and not re.fullmatch(r"[0-9]{1,6}", value):
        raise ForgedRequestError
    return int(value) if value else None


def answers(post: QueryDict) -> tuple[dict[str, Submitted], set[str]]:
    """The answer to each question that the form declares (`question` fields), and the names of the fields read.

    The values of `q-<question>` and of `q-<question>-<line>` belong together; `t-<question>` is free text.
    """
    found: dict[str, Submitted] = {}
    names = {"question"}
    for question in post.getlist("question"):
        fields = [name for name in post if name == f"q-{question}" or name.startswith(f"q-{question}-")]
        values = [value for name in fields for value in post.getlist(name) if value]
        found[question] = Submitted(values=values, text=post.get(f"t-{question}", ""))
        names |= {*fields, f"t-{question}"}
    return found, names
