"""Every mail of the site leaves through here: queued with the fact it tells, sent by the worker.

No request waits for a mail server, and the time that a page takes tells nothing about who was written to.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from cms.mail.models import QueuedMail

logger = logging.getLogger(__name__)

# A worker that dies while sending leaves its mail to the next one after this delay, longer than any sending.
CLAIM = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=2)
BATCH = 100


@transaction.atomic
def queue_mail(*, to: str, template: str, context: dict[str, Any] | None = None) -> QueuedMail:
    """Queue the mail that the text template `template` (`app/mail/name.txt`) writes.

    The first line of the template is the subject, the rest the body; the HTML part is made from the same text.
    """
    subject, text = _written(template, context or {})
    html = render_to_string("mail/base.html", {"subject": subject, "text": text, "service_name": settings.SITE_NAME})
    return QueuedMail.objects.create(to=to, subject=subject, text=text, html=html)


def _written(template: str, context: dict[str, Any]) -> tuple[str, str]:
    everywhere = {
        "service_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }
    # Plain text: what is escaped here for HTML would be read as such. The HTML part escapes it.
    source: Any = get_template(template)
    rendered = source.template.render(Context({**everywhere, **context}, autoescape=False))
    subject, _, body = rendered.strip().partition("\n")
    signature = f"{settings.SITE_NAME}\n{settings.SITE_URL}"
    return " ".join(subject.split())[:250], f"{body.strip()}\n\n{signature}\n"


def deliver_due_mails(*, now: datetime | None = None) -> int:
    """Send the mails whose time has come and return how many left. A refused one is tried again later."""
    now = now or timezone.now()
    due = QueuedMail.objects.filter(due_at__lte=now).values_list("pk", "due_at")[:BATCH]
    return sum(_deliver(pk, due_at, now) for pk, due_at in due)


def _deliver(pk: int, due_at: datetime, now: datetime) -> bool:
    # Whoever moves the date first has the mail: no lock is held while the mail server answers.
    if not QueuedMail.objects.filter(pk=pk, due_at=due_at).update(due_at=now + CLAIM):
        return False
    mail = QueuedMail.objects.get(pk=pk)
    try:
        message_of(mail).send()
    except (SMTPException, OSError) as error:
        _postpone(mail, now, error)
        return False
    mail.delete()
    return True


def _postpone(mail: QueuedMail, now: datetime, error: Exception) -> None:
    mail.attempts += 1
    # The error's text may hold the address: its class is enough to look further.
    logger.warning("mail %s refused (%s), attempt %d", mail.uuid, type(error).__name__, mail.attempts)
    if now - mail.queued_at > GIVE_UP_AFTER:
        logger.error("mail %s given up", mail.uuid)
        mail.delete()
        return
    mail.due_at = now + timedelta(minutes=min(2**mail.attempts, 240))
    mail.save(update_fields=["attempts", "due_at"])


def message_of(mail: QueuedMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        reply_to=[settings.CONTACT_EMAIL],
        headers={"Message-ID": f"<{mail.uuid}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2] or "localhost"
