"""The data of attachments: kept once, until no statement uses it any more."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from xapi.attachments import Files, attachments_of, media_type
from xapi.models import Attachment, AttachmentUse, Statement


def keep_attachments(statements: Sequence[tuple[int, Mapping[str, Any]]], files: Files) -> None:
    """Keep those of `files` that the new `statements` use, given by their seq. To be called under the lock of the
    store, so that nothing is forgotten in between."""
    if not files.contents:
        return
    uses: dict[tuple[int, str], str] = {}
    for seq, statement in statements:
        for _, attachment in attachments_of(statement):
            sha2, content_type = attachment["sha2"].lower(), _header(attachment["contentType"])
            if sha2 in files.contents and uses.setdefault((seq, sha2), content_type) != content_type:
                uses[seq, sha2] = ""
    contents = {sha2: files.contents[sha2] for _, sha2 in uses}
    for sha2 in _kept(contents):
        del contents[sha2]
    Attachment.objects.bulk_create(
        Attachment(sha2=sha2, length=len(content), content=content) for sha2, content in contents.items()
    )
    AttachmentUse.objects.bulk_create(
        AttachmentUse(statement_id=seq, attachment_id=sha2, content_type=content_type)
        for (seq, sha2), content_type in uses.items()
    )


def _kept(sha2s: Collection[str]) -> list[str]:
    return list(Attachment.objects.filter(pk__in=sha2s).values_list("pk", flat=True))


def _header(content_type: str) -> str:
    """`content_type` as a header may say it: without its parameters when they are not plain ASCII."""
    plain = content_type.isascii() and content_type.isprintable()
    return content_type if plain else media_type(content_type)


def used_by(statements: QuerySet[Statement]) -> list[str]:
    """The SHA-2 of what `statements` came with."""
    uses = AttachmentUse.objects.filter(statement__in=statements.values("pk"))
    return list(uses.order_by("attachment").values_list("attachment", flat=True).distinct())


def forget_data(seqs: Collection[int]) -> None:
    """Delete the data that these statements came with, unless others use it. To be called under the lock."""
    uses = AttachmentUse.objects.filter(statement__in=seqs)
    sha2s = list(uses.values_list("attachment", flat=True).distinct())
    uses.delete()
    forget_unused(sha2s)


def forget_unused(sha2s: Collection[str]) -> None:
    """Delete the data of `sha2s` that no statement uses any more. To be called under the lock of the store."""
    in_use = AttachmentUse.objects.filter(attachment=OuterRef("pk"))
    Attachment.objects.filter(~Exists(in_use), pk__in=sha2s).defer("content").delete()
