"""An answer sent after the session had expired, kept on the server until the person has signed in again."""

import uuid

from django.http import HttpRequest

from courses.services.answers import Submitted
from courses.views.reading import answers

SESSION_KEY = "pending_answer"
# A visitor may fill a session: never with more than an honest answer holds.
MAX_SIZE = 12_000


def keep(request: HttpRequest, attempt: uuid.UUID) -> bool:
    """Keep the answers of the form for the screen they belong to. False when it holds none."""
    found, _ = answers(request.POST)
    size = sum(len(question) + len(sent.text) + sum(map(len, sent.values)) for question, sent in found.items())
    if not found or size > MAX_SIZE:
        return False
    request.session[SESSION_KEY] = {
        "attempt": str(attempt),
        "screen": request.POST.get("ecran", "")[:40],
        "answers": {question: {"values": sent.values, "text": sent.text} for question, sent in found.items()},
    }
    return True


def screen(request: HttpRequest, attempt: uuid.UUID) -> str:
    """The screen whose answer waits, empty without any."""
    kept = request.session.get(SESSION_KEY) or {}
    return kept.get("screen", "") if kept.get("attempt") == str(attempt) else ""


def take(request: HttpRequest, attempt: uuid.UUID, screen_id: str) -> dict[str, Submitted]:
    """The answers kept for this screen, once."""
    if not screen_id or screen(request, attempt) != screen_id:
        return {}
    kept = request.session.pop(SESSION_KEY)
    return {question: Submitted(**sent) for question, sent in kept["answers"].items()}
