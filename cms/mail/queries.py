"""Mails written to files, for the administrator who has no mail server yet."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

# What FolderBackend writes, and nothing else: no name leads out of the folder.
NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{32}")


@dataclass(frozen=True)
class SentMail:
    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str


def sent_mail_names() -> list[str]:
    """The names of the mails in the folder, the last first."""
    names = (path.stem for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml"))
    return sorted((name for name in names if NAME.fullmatch(name)), reverse=True)


def sent_mail(name: str) -> SentMail | None:
    """The mail of that name with the text of its plain part, None when there is none."""
    path = Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    body = message.get_body(preferencelist=("plain",))
    date = message["Date"]
    sent_at = date.datetime if date else None
    if sent_at and sent_at.tzinfo is None:  # « -0000 », which Django writes, means UTC
        sent_at = sent_at.replace(tzinfo=UTC)
    return SentMail(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=sent_at,
        text=body.get_content() if body else "",
    )
