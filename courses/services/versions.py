"""Publishing a module: what learners will read is frozen."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from courses.enums import VersionNature
from courses.models import ModulePage, ModuleVersion
from courses.queries import latest_version
from courses.versions import build, content, digest


@transaction.atomic
def publish_version(*, module: ModulePage, revision: Revision | None = None) -> ModuleVersion:
    """The version of the module as it is now: a new one if anything changed, else the latest.

    Raises `InvalidModuleError` when `courses.checks` finds a problem.
    """
    ModulePage.objects.select_for_update(of=("self",)).get(pk=module.pk)
    public, answers = build(module)
    latest = latest_version(module)
    fingerprint = digest(public, answers)
    if latest and latest.digest == fingerprint:
        return latest
    return ModuleVersion.objects.create(
        module=module,
        module_key=module.module_key,
        locale=module.locale.language_code,
        number=latest.number + 1 if latest else 1,
        nature=_nature(latest, public, answers),
        revision=revision,
        public=public,
        answers=answers,
        digest=fingerprint,
        published_at=timezone.now(),
    )


def _nature(latest: ModuleVersion | None, public: dict[str, Any], answers: dict[str, Any]) -> VersionNature:
    """Major when what is asked or what is right changed; a new wording alone is minor."""
    if latest is None:
        return VersionNature.MAJOR
    before = _stakes(*content(latest))
    return VersionNature.MINOR if before == _stakes(public, answers) else VersionNature.MAJOR


def _stakes(public: dict[str, Any], answers: dict[str, Any]) -> Any:
    asked = {
        screen["id"]: (
            screen["required"],
            {
                question["id"]: sorted(choice["id"] for choice in question.get("choices", ()))
                for question in screen["questions"]
            },
        )
        for screen in public["screens"]
    }
    right = {question: key.get("right") for question, key in answers["questions"].items()}
    graphs = {
        screen: {
            code: [
                {name: value for name, value in choice.items() if name not in ("text", "alert")}
                for choice in node["choices"]
            ]
            for code, node in kept.get("nodes", {}).items()
        }
        for screen, kept in answers["screens"].items()
    }
    return asked, right, graphs
