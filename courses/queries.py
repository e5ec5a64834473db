"""Reads worth a name."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from cms.accounts.models import User
from courses.models import Attempt, Enrolment, ModulePage, ModuleVersion, Response


def attempts_with_context() -> QuerySet[Attempt]:
    """Attempts with what every learner request needs, in one query, without the heavy JSON of the version."""
    related = ("enrolment__session", "enrolment__network", "enrolment__module", "version")
    return Attempt.objects.select_related(*related).defer("version__public", "version__answers")


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
