"""The data of attachments as it comes with statements (part two, 2.4.11; part three, 1.5.2)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xapi.enums import Version
from xapi.multipart import JSON, BadMultipartError, Part, compose
from xapi.queries import Attached
from xapi.signatures import SIGNATURE, Signed, check_signs, signed_by
from xapi.validation import Invalid, section_in
from xapi.validation.shapes import Path

HASH = "x-experience-api-hash"
ENCODING = "content-transfer-encoding"
# By the number of hexadecimal digits.
_SHA2 = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


@dataclass
class Files:
    """What was received with a batch, by SHA-2 in lower case: contents, and the media types that their parts say."""

    contents: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, set[str]] = field(default_factory=dict)
    _signed: dict[str, Signed] = field(default_factory=dict)

    def signed(self, sha2: str) -> Signed:
        """The statement that the signature `sha2` signs; each is opened once. Raises `Invalid`."""
        if sha2 not in self._signed:
            self._signed[sha2] = signed_by(self.contents[sha2])
        return self._signed[sha2]


def opened(parts: list[Part]) -> tuple[bytes, Files]:
    """The JSON of the statements, which is the first of `parts`, and the data of the others.

    Raises `BadMultipartError` when a part is not what the specification wants.
    """
    if not parts or media_type(parts[0].headers.get("content-type", "")) != JSON:
        raise BadMultipartError(f"the first part must be {JSON}")
    files = Files()
    for number, part in enumerate(parts[1:], 2):
        sha2 = _checked_hash(part, number)
        files.contents[sha2] = part.content
        files.types.setdefault(sha2, set()).add(media_type(part.headers.get("content-type", "")))
    return parts[0].content, files


def _checked_hash(part: Part, number: int) -> str:
    if part.headers.get(ENCODING, "").lower() != "binary":
        raise BadMultipartError(f"part {number} must have the header Content-Transfer-Encoding: binary")
    if part.headers.get("content-length", str(len(part.content))) != str(len(part.content)):
        raise BadMultipartError(f"part {number} does not have the length that it says")
    sha2 = part.headers.get(HASH, "").lower()
    if len(sha2) not in _SHA2:
        raise BadMultipartError(f"part {number} must have the header X-Experience-API-Hash, the SHA-2 of its content")
    if _SHA2[len(sha2)](part.content).hexdigest() != sha2:
        raise BadMultipartError(f"the content of part {number} is not that of its X-Experience-API-Hash")
    return sha2


def with_attachments(statements: bytes, attached: Iterable[Attached]) -> tuple[bytes, str]:
    """The body that holds the JSON of `statements` and the data of their attachments, and its content type."""
    parts = [Part({"Content-Type": JSON}, statements)]
    for one in attached:
        said = {"Content-Type": one.content_type} if one.content_type else {}
        headers = {**said, "Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": one.sha2}
        parts.append(Part(headers, one.content))
    return compose(parts)


def media_type(content_type: str) -> str:
    """The type of a content type, in lower case, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def attachments_of(statement: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The attachments of a valid statement and of its SubStatement, with their places."""
    for index, attachment in enumerate(statement.get("attachments", ())):
        yield ("attachments", index), attachment
    inner = statement.get("object", {})
    if inner.get("objectType") == "SubStatement":
        for index, attachment in enumerate(inner.get("attachments", ())):
            yield ("object", "attachments", index), attachment


def check_attachments(statement: Mapping[str, Any], files: Files, version: Version) -> None:
    """Raise `Invalid` unless each attachment of a valid statement has its data among `files` or a fileUrl, agrees with
    that data, and, as a signature, signs this statement."""
    try:
        _check_data(statement, files)
        _check_signatures(statement, files)
    except Invalid as reason:
        reason.section = section_in(version, reason.section)
        raise


def _check_data(statement: Mapping[str, Any], files: Files) -> None:
    for at, attachment in attachments_of(statement):
        content = files.contents.get(attachment["sha2"].lower())
        if content is None:
            if "fileUrl" not in attachment:
                _refuse("the attachment has neither a 'fileUrl' nor a part with its hash", at)
            continue
        if attachment["length"] != len(content):
            _refuse(f"the data has {len(content)} octets", (*at, "length"))
        if files.types[attachment["sha2"].lower()].isdisjoint(("", media_type(attachment["contentType"]))):
            _refuse("the part says another content type", (*at, "contentType"))


def _check_signatures(statement: Mapping[str, Any], files: Files) -> None:
    """A signature that is only told by its fileUrl cannot be opened: no address that others give is fetched."""
    for index, attachment in enumerate(statement.get("attachments", ())):
        if attachment["usageType"] != SIGNATURE:
            continue
        at = ("attachments", index)
        if media_type(attachment["contentType"]) != "application/octet-stream":
            message = "the content type of a signature is application/octet-stream"
            raise Invalid(message, at=(*at, "contentType"), rule="signature", section="2.6")
        sha2 = attachment["sha2"].lower()
        if sha2 in files.contents:
            check_signs(files.signed(sha2), statement)


def check_all_named(statements: Iterable[Mapping[str, Any]], files: Files) -> None:
    """Raise `Invalid` when one of `files` belongs to no attachment of the valid `statements`."""
    named = {attachment["sha2"].lower() for one in statements for _, attachment in attachments_of(one)}
    spare = next((sha2 for sha2 in files.contents if sha2 not in named), None)
    if spare:
        _refuse(f"no attachment has the hash of this part: {spare}", ())


def _refuse(message: str, at: Path) -> None:
    raise Invalid(message, at=at, rule="attachment", section="1.5.2")
