"""Documents as plain values: where one is kept, its ETag, and what a POST makes of two (part three, 2.2)."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xapi import jsontext
from xapi.enums import DocumentKind
from xapi.jsontext import BadJsonError
from xapi.links import NamedAgent, hash_of
from xapi.models.documents import NO_REGISTRATION, Document

JSON = "application/json"


class UnmergeableError(ValueError):
    """The two documents are not both JSON objects."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What documents are about. Without `registration` it is that of all of them, and of those outside of any."""

    kind: DocumentKind
    activity: str | None = None
    agent: NamedAgent | None = None
    registration: UUID | None = None

    @property
    def hash(self) -> bytes:
        """Of the kind, the activity and the agent."""
        ifi = self.agent.ifi if self.agent else None
        return hash_of(json.dumps([self.kind.value, self.activity, ifi]))


@dataclass(frozen=True)
class Place:
    """Where one document is kept."""

    context: Context
    doc_id: str

    @property
    def registration(self) -> UUID:
        return self.context.registration or NO_REGISTRATION


@dataclass(frozen=True)
class Content:
    """The bytes of a document and their media type, as sent."""

    body: bytes
    media_type: str

    @property
    def is_json(self) -> bool:
        return self.media_type.partition(";")[0].strip().lower() == JSON


@dataclass(frozen=True)
class Ids:
    """The ids of documents, in alphabetical order, as a JSON text; when the last of them changed."""

    text: str
    updated: datetime | None

    @property
    def etag(self) -> str | None:
        """None when there is no document at all."""
        return etag_of(self.text.encode()) if self.updated else None


def etag_of(body: bytes) -> str:
    """The SHA-1 in hexadecimal that the specification wants (3.1); it protects nothing."""
    return hashlib.sha1(body, usedforsecurity=False).hexdigest()


def merged(known: Content, posted: Content) -> Content:
    """`known` with the top-level properties of `posted`, each kept as it was written.

    Raises `UnmergeableError`.
    """
    members = _members(known, "the stored document") | _members(posted, "the document sent")
    body = "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in members.items()) + "}"
    return Content(body.encode(), known.media_type)


def _members(content: Content, what: str) -> dict[str, str]:
    if not content.is_json:
        raise UnmergeableError(f"{what} is not {JSON}: PUT replaces it as a whole")
    try:
        [received], is_array = jsontext.received(jsontext.decode(content.body))
    except BadJsonError as error:
        raise UnmergeableError(f"{what} is not a JSON object: {error}") from None
    except ValueError:
        raise UnmergeableError(f"{what} is not a JSON object") from None
    if is_array:
        raise UnmergeableError(f"{what} is not a JSON object")
    return received.raw


def handed_over(document: Document) -> dict[str, Any]:
    """A document as the person whom it is about may read it; bytes that are no text are in base64."""
    content = bytes(document.content)
    try:
        readable = {"content": content.decode()}
    except UnicodeDecodeError:
        readable = {"base64": base64.b64encode(content).decode()}
    return {
        "kind": document.get_kind_display(),
        "activity": document.activity.iri if document.activity else None,
        "id": document.doc_id,
        "type": document.content_type,
        "updated": document.updated,
        **readable,
    }
