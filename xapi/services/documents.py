"""Writing documents. Each write waits for those about the same activity and agent, then looks, checks and writes: two
at once never both believe that they come first."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from xapi.documents import Content, Context, Place, etag_of, merged
from xapi.links import NamedAgent, hash_of
from xapi.models import Activity, Agent, Document
from xapi.queries import document_at, document_ids, documents_about

# Is told the ETag of what is there now (None: nothing) and raises to refuse.
Check = Callable[[str | None], None]
_LOCK = 0x78415049  # "xAPI"


class TooLargeError(ValueError):
    """The merged document would be larger than a request may be."""


@transaction.atomic
def put_document(*, place: Place, content: Content, check: Check) -> None:
    """Keep `content` at `place`, instead of what was there."""
    found = _locked(place)
    check(found.etag if found else None)
    _write(place, found, content)


@transaction.atomic
def post_document(*, place: Place, content: Content, check: Check) -> None:
    """Merge `content` into the document at `place`, or keep it there when there is none.

    Raises `UnmergeableError` or `TooLargeError`; then nothing has changed.
    """
    found = _locked(place)
    check(found.etag if found else None)
    if found:
        content = merged(Content(bytes(found.content), found.content_type), content)
        if len(content.body) > settings.XAPI_MAX_BODY_BYTES:
            raise TooLargeError(f"a document may hold {settings.XAPI_MAX_BODY_BYTES} bytes")
    _write(place, found, content)


@transaction.atomic
def delete_document(*, place: Place, check: Check) -> None:
    """Leave nothing at `place`."""
    found = _locked(place)
    check(found.etag if found else None)
    if found:
        found.delete()


@transaction.atomic
def delete_documents(*, context: Context, check: Check) -> None:
    """Delete all the documents about `context`; their ETag is that of the list of their ids."""
    _lock(context)
    check(document_ids(context).etag)
    documents_about(context).delete()


def _locked(place: Place) -> Document | None:
    """The document at `place`, which nobody else changes before the end of the transaction."""
    _lock(place.context)
    return document_at(place).select_for_update().defer("content").first()


def _lock(context: Context) -> None:
    """On SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(context.hash[:4], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, key])


def _write(place: Place, found: Document | None, content: Content) -> None:
    document = found or _new(place)
    document.content = content.body
    document.content_type = content.media_type
    document.etag = etag_of(content.body)
    document.updated = timezone.now()
    document.save()


def _new(place: Place) -> Document:
    context = place.context
    return Document(
        kind=context.kind,
        context=context.hash,
        activity=_activity(context.activity) if context.activity else None,
        agent=_agent(context.agent) if context.agent else None,
        registration=place.registration,
        doc_hash=hash_of(place.doc_id),
        doc_id=place.doc_id,
    )


def _activity(iri: str) -> Activity:
    return Activity.objects.get_or_create(iri_hash=hash_of(iri), defaults={"iri": iri})[0]


def _agent(agent: NamedAgent) -> Agent:
    """Held until the end of the transaction: an erasure of the person waits for the document, then takes it along."""
    known = {"ifi": agent.ifi, "is_group": agent.is_group, "name": agent.name}
    return Agent.objects.select_for_update().get_or_create(ifi_hash=hash_of(agent.ifi), defaults=known)[0]
