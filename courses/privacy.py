"""What the courses keep about a person."""

from typing import Any

from cms.accounts.models import User
from courses.exports import lines
from courses.exports._record import record
from courses.exports._scope import Names
from courses.models import Attempt, Attestation, Enrolment, ExportLog, Response
from courses.services.attestations import erase_attestations


def export(user: User) -> dict[str, Any]:
    """The same record as the one that may leave for Mentor, then all that never leaves: attempts and answers."""
    names = Names()
    return {
        "records": [
            record(line, names.modules[line.module_id], names.sessions[line.session_id], with_score=True)
            for line in lines(Enrolment.objects.filter(user=user))
        ],
        "attempts": list(
            Attempt.objects.filter(enrolment__user=user)
            .order_by("started_at")
            .values(
                "uuid", "enrolment_id", "number", "version__number", "started_at", "last_at", "finished_at",
                "active_seconds", "progress", "quiz_score", "situation_score", "score", "passed",
            )
        ),
        "answers": list(
            Response.objects.filter(attempt__enrolment__user=user)
            .order_by("given_at", "pk")
            .values(
                "attempt_id", "screen", "question", "kind", "node", "play", "given", "text", "score", "success",
                "seconds", "given_at",
            )
        ),
        "attestations": list(
            Attestation.objects.filter(user=user)
            .order_by("earned_at")
            .values("code", "holder_name", "title", "earned_at", "minutes", "revoked_at", "revoked_reason", "sha256")
        ),
        "exports_made": list(
            ExportLog.objects.filter(user=user).order_by("at").values("at", "kind", "network__name", "count")
        ),
    }  # fmt: skip


def erase(user: User) -> None:
    """Delete attestations with their files, then enrolments with their attempts and answers."""
    erase_attestations(user=user)
    Enrolment.objects.filter(user=user).delete()
