"""From a page to the two parts of a version.

public: {"module": {"key", "title", "slug", "minutes", "summary", "audience", "objectives": [text], "illustration"},
"course": {"key", "title"}, "screens": [{"id", "kind", "title", "minutes", "required", "intro", "body": {…},
"questions": [{"id", "kind", "prompt", …}]}]}

answers: {"screens": {screen id: {…}}, "questions": {question id: {…}}}
"""

import hashlib
import json
from functools import lru_cache
from typing import Any

from courses.checks import problems
from courses.errors import InvalidModuleError
from courses.models import CoursePage, ModulePage, ModuleVersion
from courses.screens import screen_kind
from courses.screens._base import rich

Public = dict[str, Any]
Answers = dict[str, Any]


def build(page: ModulePage) -> tuple[Public, Answers]:
    """The public and the answer part of `page`. Raises `InvalidModuleError` when `courses.checks` finds a problem."""
    if found := problems(page):
        raise InvalidModuleError(" ".join(found))
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


def content(version: ModuleVersion) -> tuple[Public, Answers]:
    """Both parts of `version`, which may be loaded without them. Callers must not alter them."""
    return _content(version.pk, version.digest)


@lru_cache(maxsize=64)
def _content(version_id: int, digest: str) -> tuple[Public, Answers]:
    """Versions never change, so each process reads each once."""
    return ModuleVersion.objects.values_list("public", "answers").get(pk=version_id, digest=digest)
