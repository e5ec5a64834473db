"""Every write of the pages app."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

if TYPE_CHECKING:
    from cms.pages.models import ContactPage

logger = logging.getLogger(__name__)


def receive_message(*, page: "ContactPage", form: Any, recipients: str, subject: str) -> FormSubmission:
    """Store the message of a valid `form` of `page`, then mail it to `recipients` (addresses with commas between).

    The message stored is the promise made to its author: a mail server that is down is logged and loses nothing.
    """
    with transaction.atomic():
        submission = FormSubmission.objects.create(form_data=form.cleaned_data, page=page)
    message = EmailMessage(
        subject=" ".join(subject.split()) or f"{settings.SITE_NAME} : message reçu",
        body=page.render_email(form),
        to=[address.strip() for address in recipients.split(",")],
        reply_to=_addresses_given(form),
    )
    try:
        message.send()
    except (SMTPException, OSError):
        logger.exception("contact: message %s is stored but could not be mailed", submission.pk)
    return submission


def forget_messages(*, now: datetime | None = None) -> int:
    """Delete the messages of contact forms older than `CONTACT_RETENTION_DAYS`. Returns how many."""
    limit = (now or timezone.now()) - timedelta(days=settings.CONTACT_RETENTION_DAYS)
    deleted, _ = FormSubmission.objects.filter(submit_time__lt=limit).delete()
    return deleted


def _addresses_given(form: Any) -> list[str]:
    """The first e-mail address that the author gave, checked by its field: no line break can come with it."""
    found = [form.cleaned_data[name] for name, field in form.fields.items() if isinstance(field, forms.EmailField)]
    return [address for address in found if address][:1]
