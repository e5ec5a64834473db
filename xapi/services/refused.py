"""Requests that the store refused: kept for some days, made again when their cause is gone."""

import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from xapi.calls import Sent
from xapi.models import ApiKey, RefusedRequest
from xapi.problems import Problem

logger = logging.getLogger(__name__)

# Said by the client's own state (401, 404, 405, 412) or the moment (429): nothing that a person can repair here.
_NOT_KEPT = {401, 404, 405, 412, 429}
# What an answer depends on, beside the body. Never the credentials.
_HEADERS = ("content-type", "x-experience-api-version", "if-match", "if-none-match", "accept-language")


class CannotReplayError(ValueError):
    """The request cannot be made again; the message says why, in French."""


def is_kept(status: int) -> bool:
    """Whether a request answered with `status` is worth keeping."""
    return 400 <= status < 500 and status not in _NOT_KEPT


@dataclass(frozen=True)
class Refusal:
    """A request, or a statement of one as if it had been sent alone, and the answer that refuses it."""

    sent: Sent
    told: Problem


def keep(*, key: ApiKey, refusals: Sequence[Refusal]) -> None:
    """Keep what `key` sent and was refused, the last ones when there are too many; its oldest make room.

    The refusal must reach its client even when it cannot be kept: a failure of the database is only logged.
    """
    rows = [_row(key, one) for one in refusals[-settings.XAPI_REFUSED_REQUESTS_PER_KEY :]]
    if not rows:
        return
    try:
        with transaction.atomic():
            RefusedRequest.objects.bulk_create(rows)
            _make_room(key)
    except DatabaseError as failure:
        logger.warning("a refused request could not be kept: %s", type(failure).__name__)  # its text may hold the body


def _row(key: ApiKey, refusal: Refusal) -> RefusedRequest:
    sent, told = refusal.sent, refusal.told
    return RefusedRequest(
        key=key,
        method=sent.method,
        path=sent.path,
        parameters_text=json.dumps(sent.parameters),
        headers_text=json.dumps({name: sent.headers[name] for name in _HEADERS if name in sent.headers}),
        body=sent.body[: settings.XAPI_REFUSED_BODY_BYTES],
        body_length=len(sent.body),
        status=told.status,
        error_text=json.dumps(told.content),
    )


def _make_room(key: ApiKey) -> None:
    rows = RefusedRequest.objects.filter(key=key)
    most = settings.XAPI_REFUSED_REQUESTS_PER_KEY
    last_to_go = rows.order_by("-pk").values_list("pk", flat=True)[most : most + 1].first()
    if last_to_go:
        rows.filter(pk__lte=last_to_go).delete()


def count(*, status: int) -> None:
    """Count one more answer of `status`, a refusal."""
    counter = _counter(status)
    if not cache.add(counter, 1, None):
        with contextlib.suppress(ValueError):  # forgotten since: a figure is not worth a failure
            cache.incr(counter)


def counts() -> dict[int, int]:
    """How many requests were refused with each status, since the cache was last emptied."""
    found = cache.get_many([_counter(status) for status in range(400, 500)])
    return {int(name.rpartition(":")[2]): number for name, number in found.items()}


def _counter(status: int) -> str:
    return f"xapi:refused:{status}"


@transaction.atomic
def replay(*, pk: int) -> HttpResponse:
    """Make the request `pk` again, with the key that made it. The answer; one that is no refusal settles the request.

    Two at once make it once. Raises `CannotReplayError`, `RefusedRequest.DoesNotExist`.
    """
    refused = RefusedRequest.objects.select_for_update(of=("self",)).select_related("key").get(pk=pk)
    if refused.settled_at:
        raise CannotReplayError("Cette requête a déjà été acceptée.")
    if not refused.key.is_active:
        raise CannotReplayError(f"La clé « {refused.key} » est désactivée : réactivez-la d'abord.")
    if not refused.is_whole:
        raise CannotReplayError("Le contenu de cette requête était trop long pour être gardé entier.")
    response = _perform(refused)
    if response.status_code < 400:
        refused.settled_at = timezone.now()
    else:
        refused.status = response.status_code
        refused.error_text = response.content.decode()
    refused.save(update_fields=["settled_at", "status", "error_text"])
    return response


def _perform(refused: RefusedRequest) -> HttpResponse:
    try:
        resource = resolve(refused.path).func
    except Resolver404:
        raise CannotReplayError("Cette ressource n'existe plus.") from None
    parameters = tuple((name, value) for name, value in refused.parameters)
    sent = Sent(refused.method, refused.path, parameters, refused.headers, bytes(refused.body))
    response: HttpResponse = resource.perform(sent, key=refused.key)  # type: ignore[attr-defined]
    return response


def forget_refused_requests() -> int:
    """Delete what was kept for `settings.XAPI_REFUSED_REQUESTS_KEPT`; the number deleted."""
    limit = timezone.now() - settings.XAPI_REFUSED_REQUESTS_KEPT
    return RefusedRequest.objects.filter(at__lt=limit).delete()[0]
