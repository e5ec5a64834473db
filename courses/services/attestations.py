"""Every write to attestations."""

import hashlib
import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.core import codes, pdf
from cms.core.announcements import announce, announcing
from courses import keys
from courses.models import Attempt, Attestation
from courses.signals import AttestationEarned
from courses.versions import content

logger = logging.getLogger(__name__)

CODE_DRAWS = 5


@announcing()
def issue_attestation(*, attempt: Attempt) -> Attestation:
    """The attestation of the enrolment of `attempt`, made the first time and returned as it is ever after.

    On a machine that cannot make PDF files it is announced here, without a file; else when its file is made.
    """
    existing = Attestation.objects.filter(enrolment=attempt.enrolment_id).first()
    if existing:
        return existing
    attestation = _created(attempt)
    if not pdf.available():
        _announce(attestation, length=0)
    return attestation


def _created(attempt: Attempt) -> Attestation:
    """Two finishing requests, or two equal codes, meet the unique constraints: the first wins, the code is redrawn."""
    public = content(attempt.version)[0]
    for _ in range(CODE_DRAWS):
        try:
            with transaction.atomic():
                return Attestation.objects.get_or_create(
                    enrolment=attempt.enrolment,
                    defaults={
                        "code": codes.new_code(),
                        "user": attempt.enrolment.user,
                        "attempt": attempt,
                        "version": attempt.version,
                        "holder_name": attempt.enrolment.user.get_full_name(),
                        "title": public["module"]["title"],
                        "course_title": public["course"]["title"],
                        "objectives": public["module"]["objectives"],
                        "minutes": public["module"]["minutes"],
                        "earned_at": _earned_at(attempt),
                    },
                )[0]
        except IntegrityError:
            logger.warning("an attestation code was drawn twice")
    raise RuntimeError("no free attestation code was found")


def _earned_at(attempt: Attempt) -> datetime:
    """When the module was first passed; once the attestation of that day is forgotten, when it is passed again."""
    now = timezone.now()
    passed = attempt.enrolment.passed_at
    if passed and passed >= now - settings.RETENTION["attestations"]:
        return passed
    return attempt.finished_at or now


def render_attestation(*, attestation: Attestation) -> Attestation:
    """`attestation` with its PDF file, made and announced once however many ask at the same time.

    Raises `PdfUnavailableError` on a machine without Pango.
    """
    if attestation.file:
        return attestation
    data = pdf.render("courses/attestation_pdf.html", {"attestation": attestation})
    with announcing():
        row = Attestation.objects.select_for_update().get(pk=attestation.pk)
        if not row.file:
            # One name per attestation, written under the row's lock: what a killed process left is replaced.
            row.file.save(f"attestations/{row.code[:2]}/{row.code}.pdf", ContentFile(data), save=False)
            row.sha256 = hashlib.sha256(data).hexdigest()
            row.save(update_fields=["file", "sha256"])
            _announce(row, length=len(data))
    return row


def _announce(attestation: Attestation, *, length: int) -> None:
    """Tell once that `attestation` was earned; `length` is the size of its file in bytes."""
    if attestation.announced_at:
        return
    enrolment = attestation.enrolment
    public = content(attestation.version)[0]
    announce(
        AttestationEarned(
            key=keys.attestation(enrolment.pk),
            at=attestation.earned_at,
            user_id=attestation.user_id,
            registration=str(enrolment.pk),
            module_key=public["module"]["key"],
            course_key=public["course"]["key"],
            session=str(enrolment.session.uuid),
            network=enrolment.network.slug if enrolment.network else "",
            attempt=str(attestation.attempt_id or ""),
            version_id=attestation.version_id,
            sha256=attestation.sha256,
            length=length,
        )
    )
    attestation.announced_at = timezone.now()
    attestation.save(update_fields=["announced_at"])


def render_missing(*, limit: int = 20) -> int:
    """Make up to `limit` missing files and return how many were made. One that fails is logged and stops no other."""
    if not pdf.available():
        return 0
    made = 0
    for attestation in Attestation.objects.filter(file="").order_by("pk")[:limit]:
        try:
            render_attestation(attestation=attestation)
            made += 1
        except Exception:
            logger.exception("attestation %s has no file yet", attestation.pk)
    return made


@transaction.atomic
def revoke_attestation(*, attestation: Attestation, reason: str, by: User) -> Attestation:
    """`attestation`, no longer valid from now on; once revoked, only its reason changes."""
    attestation.revoked_at = attestation.revoked_at or timezone.now()
    attestation.revoked_reason = reason
    attestation.save(update_fields=["revoked_at", "revoked_reason"])
    log(attestation, "courses.attestation.revoke", user=by, data={"reason": reason})
    return attestation


@transaction.atomic
def restore_attestation(*, attestation: Attestation, by: User) -> Attestation:
    """`attestation`, valid again."""
    attestation.revoked_at = None
    attestation.revoked_reason = ""
    attestation.save(update_fields=["revoked_at", "revoked_reason"])
    log(attestation, "courses.attestation.restore", user=by)
    return attestation


@transaction.atomic
def erase_attestations(*, user: User) -> int:
    """Delete the attestations of `user`, files included; the number deleted."""
    return delete_attestations(attestations=Attestation.objects.filter(user=user))


@transaction.atomic
def delete_attestations(*, attestations: QuerySet[Attestation]) -> int:
    """Delete `attestations`, and their files once this is committed; the number deleted."""
    doomed = list(attestations.select_for_update())
    # What administrators did stays in Wagtail's journal, without the reason, which may tell of the person.
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Attestation), object_id__in=[str(one.pk) for one in doomed]
    ).update(label="", data={})
    Attestation.objects.filter(pk__in=[one.pk for one in doomed]).delete()
    for attestation in doomed:
        if attestation.file:
            # Robust: a file that resists is logged, and keeps no other from going.
            delete = partial(attestation.file.storage.delete, attestation.file.name or "")
            transaction.on_commit(delete, robust=True)
    return len(doomed)
