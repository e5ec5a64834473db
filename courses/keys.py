"""The keys of the announcements that something outside must find again: a proof in an export, a statement."""

from uuid import UUID

from cms.core.announcements import derived_id


def completed(enrolment: UUID) -> str:
    """The key of `ModuleCompleted`."""
    return f"{enrolment}:completed"


def submitted(attempt: UUID) -> str:
    """The key of `AttemptSubmitted`."""
    return f"{attempt}:submitted"


def attestation(enrolment: UUID) -> str:
    """The key of `AttestationEarned`."""
    return f"{enrolment}:attestation"


def statement_id(key: str, verb: str) -> UUID:
    """The id of the statement that says `verb` (its last word, `passed`) of the announcement named `key`."""
    return derived_id(f"{key}:{verb}")
