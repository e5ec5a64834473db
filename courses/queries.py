"""Reads worth a name."""

import uuid
from collections.abc import Iterable
from itertools import groupby

from django.db.models import QuerySet

from cms.accounts.models import User
from courses.models import Attempt, Enrolment, ModulePage, ModuleVersion, Response
from courses.progress import SITUATION, by_screen_id, positions
from courses.versions import content


def attempts_with_context() -> QuerySet[Attempt]:
    """Attempts with what every learner request needs, in one query, without the heavy JSON of the version."""
    related = ("enrolment__session", "enrolment__network", "enrolment__module", "version")
    heavy = ("version__public", "version__answers", "enrolment__module__screens", "enrolment__module__objectives")
    return Attempt.objects.select_related(*related).defer(*heavy)


def own_attempt(user: User, attempt: uuid.UUID) -> Attempt | None:
    """The attempt if it is the person's own."""
    return attempts_with_context().filter(enrolment__user=user, pk=attempt).first()


def responses_of(attempt: Attempt) -> list[Response]:
    return list(attempt.responses.all())


def latest_version(module: ModulePage) -> ModuleVersion | None:
    """The version that a new attempt gets, without its heavy JSON."""
    versions = ModuleVersion.objects.filter(module=module).defer("public", "answers")
    return versions.order_by("-number").first()


def permanent_enrolment(user: User, module: ModulePage) -> Enrolment | None:
    """The person's enrolment in the module's permanent session."""
    enrolments = Enrolment.objects.filter(user=user, module=module, session__network=None)
    return enrolments.select_related("session", "best_attempt").first()


def enrolments_by_module(user: User, modules: Iterable[ModulePage]) -> dict[int, Enrolment]:
    """The person's enrolments in the permanent sessions, by module id."""
    enrolments = Enrolment.objects.filter(user=user, module__in=list(modules), session__network=None)
    return {enrolment.module_id: enrolment for enrolment in enrolments.select_related("best_attempt")}


def running_attempts(enrolments: Iterable[Enrolment]) -> dict[uuid.UUID, Attempt]:
    """The open attempt of each enrolment that has one, by enrolment id."""
    attempts = Attempt.objects.filter(enrolment__in=list(enrolments), finished_at=None).select_related("version")
    return {attempt.enrolment_id: attempt for attempt in attempts.defer("version__public", "version__answers")}


def attempts_of(enrolment: Enrolment) -> list[Attempt]:
    """The attempts of an enrolment, latest first."""
    attempts = enrolment.attempts.select_related("version").defer("version__public", "version__answers")
    return list(attempts.order_by("-number"))


def ended_situations(attempt: Attempt) -> frozenset[str]:
    """The situations that the learner of `attempt` ended at least once, in any attempt at the same module."""
    enrolment = attempt.enrolment
    decisions = (
        Response.objects.filter(
            kind=SITUATION,
            attempt__enrolment__user=enrolment.user_id,
            attempt__version__module_key=attempt.version.module_key,
        )
        .select_related("attempt__version")
        .defer("attempt__version__public", "attempt__version__answers")
        .order_by("attempt", "pk")
    )
    ended = set()
    for _, found in groupby(decisions, key=lambda response: response.attempt_id):
        responses = list(found)
        graphs = content(responses[0].attempt.version)[1]["screens"]
        for screen, given in by_screen_id(responses).items():
            if any(play.ending for play in positions(graphs[screen], given)):
                ended.add(screen)
    return frozenset(ended)
