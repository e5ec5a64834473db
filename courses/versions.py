"""From a page to the two parts of a version.

public: {"module": {"key", "title", "slug", "minutes", "summary", "audience", "objectives": [text], "illustration"},
"course": {"key", "title"}, "screens": [{"id", "kind", "title", "minutes", "required", "intro", "body": {…},
"questions": [{"id", "kind", "prompt", …}]}]}

answers: {"screens": {screen id: {…}}, "questions": {question id: {…}}}
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from courses.errors import InvalidModuleError
from courses.models import CoursePage, ModulePage, ModuleVersion
from courses.screens import screen_kind
from courses.screens._base import rich

Public = dict[str, Any]
Answers = dict[str, Any]


def build(page: ModulePage) -> tuple[Public, Answers]:
    """The public and the answer part of `page`. Raises `InvalidModuleError` when an id is missing or used twice."""
    refuse_bad_ids(list(page.screens.raw_data))
    public: Public = {"module": _module(page), "course": _course(page), "screens": []}
    answers: Answers = {"screens": {}, "questions": {}}
    for screen in page.screens:
        kind = screen_kind(screen.block_type)
        asked = list(kind.questions(screen.value, screen.id))
        public["screens"].append(
            {
                "id": screen.id,
                "kind": kind.name,
                "title": screen.value["title"],
                "minutes": screen.value["minutes"],
                "required": screen.value["required"],
                "intro": rich(screen.value["intro"]),
                "body": kind.body(screen.value),
                "questions": [{"id": one.id, "kind": one.kind_name, **one.kind.public(one.value)} for one in asked],
            }
        )
        answers["screens"][screen.id] = kind.answers(screen.value)
        answers["questions"].update({one.id: one.kind.answers(one.value) for one in asked})
    return public, answers


def _module(page: ModulePage) -> dict[str, Any]:
    return {
        "key": str(page.module_key),
        "title": page.title,
        "slug": page.slug,
        "minutes": page.minutes,
        "summary": page.summary,
        "audience": page.audience,
        "objectives": [str(objective.value) for objective in page.objectives],
        "illustration": page.is_illustration,
    }


def _course(page: ModulePage) -> dict[str, str]:
    course = page.get_parent().specific
    return (
        {"key": str(course.key), "title": course.title} if isinstance(course, CoursePage) else {"key": "", "title": ""}
    )


def rule(page: ModulePage) -> dict[str, float]:
    """How the module is passed, copied into each attempt when it begins."""
    return {name: float(getattr(page, name)) for name in ("mastery", "quiz_weight", "situation_weight")}


def digest(public: Public, answers: Answers) -> str:
    """SHA-256 of both parts in a canonical form."""
    text = json.dumps([public, answers], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_bad_ids(raw: list[Any]) -> None:
    """Raise `InvalidModuleError` unless every block and list item of the stored JSON has an id of its own."""
    ids = list(_ids(raw))
    if None in ids or "" in ids:
        raise InvalidModuleError("Un bloc n'a pas d'identifiant : ouvrez le module dans l'éditeur et enregistrez-le.")
    twice = [item for item, count in Counter(ids).items() if count > 1]
    if twice:
        raise InvalidModuleError(f"Un identifiant sert deux fois : {', '.join(map(str, twice))}.")


def _ids(raw: Any) -> Iterator[str | None]:
    if isinstance(raw, dict):
        if "type" in raw and "value" in raw:
            yield raw.get("id")
        for value in raw.values():
            yield from _ids(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from _ids(item)


def content(version: ModuleVersion) -> tuple[Public, Answers]:
    """Both parts of `version`, which may be loaded without them. Callers must not alter them."""
    return _content(version.pk, version.digest)


@lru_cache(maxsize=64)
def _content(version_id: int, digest: str) -> tuple[Public, Answers]:
    """Versions never change, so each process reads each once."""
    return ModuleVersion.objects.values_list("public", "answers").get(pk=version_id, digest=digest)
