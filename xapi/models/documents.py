"""Documents that clients keep about an activity, an agent, or both (xAPI 1.0.3, part three, 2.2)."""

import uuid

from django.db import models

from xapi.enums import DocumentKind
from xapi.models.store import Activity, Agent

NO_REGISTRATION = uuid.UUID(int=0)  # null would escape the unique constraint


class Document(models.Model):
    """One document. Its place is unique through hashes, so that the lengths of IRIs and ids never matter: `context` is
    that of its kind, activity and agent, `doc_hash` that of its id (see `xapi.documents`)."""

    kind = models.PositiveSmallIntegerField(choices=DocumentKind)
    context = models.BinaryField(max_length=16)
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="+")
    registration = models.UUIDField("inscription", default=NO_REGISTRATION)
    doc_hash = models.BinaryField(max_length=16)
    doc_id = models.TextField("identifiant")
    content = models.BinaryField("contenu")
    content_type = models.TextField("type")
    etag = models.CharField(max_length=40)  # SHA-1 of the content, in hexadecimal
    updated = models.DateTimeField("modifié le")

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        constraints = [
            models.UniqueConstraint(fields=["context", "registration", "doc_hash"], name="document_place"),
        ]
        indexes = [models.Index(fields=["context", "updated"], name="document_updated")]

    def __str__(self) -> str:
        return self.doc_id
