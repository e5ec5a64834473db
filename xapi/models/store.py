"""The Learning Record Store.

`Statement.seq` is order, cursor and tie-break: the time `stored`, in microseconds. The writer holds one lock while it
numbers a batch, so the order of `seq`, of `stored` and of commits is the same. Every filter has an index that ends in
`seq`; nothing searches the JSON.

On PostgreSQL `Statement`, `AgentUse` and `ActivityUse` have a partition for each month (`services/partitions.py`): what
is unique in them contains `seq`, and no other table's constraint refers to them. The rows of a statement go with it
because Django deletes them (docs/adr/0043).
"""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from xapi.enums import Usage
from xapi.jsontext import readable
from xapi.models.access import ApiKey


class Verb(models.Model):
    iri_hash = models.BinaryField(max_length=16, unique=True)  # of the IRI: an index of 16 bytes whatever its length
    iri = models.TextField()
    display = models.TextField(default="{}")  # JSON text, as last received

    def __str__(self) -> str:
        """Its French name, or the IRI when nobody gave one."""
        display = readable(self.display)
        return display.get("fr") or display.get("fr-FR") or self.iri if isinstance(display, dict) else self.iri


class Activity(models.Model):
    iri_hash = models.BinaryField(max_length=16, unique=True)
    iri = models.TextField()
    definition = models.TextField(default="{}")  # JSON text: text takes what jsonb refuses, a NUL for instance

    def __str__(self) -> str:
        return self.iri


class Agent(models.Model):
    """An agent or an identified group: `ifi` is the JSON of its identifier."""

    ifi_hash = models.BinaryField(max_length=16, unique=True)
    ifi = models.TextField()
    is_group = models.BooleanField()
    name = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.ifi


class SequenceField(models.BigIntegerField):
    """64 bits; on SQLite the type that makes a primary key the place of its row, without an index beside the table."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return self.db_type(connection)


class Statement(models.Model):
    """`payload` is the text to answer, as received but for what the store must set. By its id, a statement is found
    through `StatementId`."""

    seq = SequenceField(primary_key=True)  # microseconds since 1970, UTC
    statement_id = models.UUIDField("identifiant")
    stored = models.DateTimeField("enregistrée le")
    timestamp = models.DateTimeField("survenue le")
    verb = models.ForeignKey(
        Verb, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="verbe"
    )
    registration = models.UUIDField("inscription", null=True)
    voided = models.BooleanField("annulée", default=False)
    version = models.TextField()
    payload = models.TextField("contenu")
    # Null for what this site says itself.
    key = models.ForeignKey(
        ApiKey,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name="clé d'accès",
    )

    class Meta:
        verbose_name = "trace"
        verbose_name_plural = "traces"
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["verb", "seq"], condition=Q(voided=False), name="statement_verb"),
            models.Index(
                fields=["registration", "seq"],
                condition=Q(registration__isnull=False, voided=False),
                name="statement_registration",
            ),
            models.Index(fields=["key", "seq"], name="statement_key"),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)


class StatementId(models.Model):
    """The place of each statement by its id, which is unique whatever the month; `digest` is what has to be equal in
    two statements of one id."""

    id = models.UUIDField(primary_key=True)
    statement = models.OneToOneField(Statement, models.CASCADE, related_name="+", db_constraint=False)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)


class Use(models.Model):
    """Where a statement is found by what it names. `verb` repeats the statement's: two filters, one index.

    Rows are written by the store alone, in thousands: constraints of the database would cost more than the insert.
    """

    usage = models.PositiveSmallIntegerField(choices=Usage)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+", db_constraint=False)
    verb = models.ForeignKey(Verb, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_usage_display()} {self.statement_id}"


class AgentUse(Use):
    pk = models.CompositePrimaryKey("agent", "usage", "statement")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+", db_index=False, db_constraint=False)


class ActivityUse(Use):
    pk = models.CompositePrimaryKey("activity", "usage", "statement")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+", db_index=False, db_constraint=False)


class Reference(models.Model):
    """A statement whose object is another statement, stored or not."""

    statement = models.OneToOneField(Statement, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    target = models.UUIDField(db_index=True)
    voids = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.target}"


class Echo(models.Model):
    """`statement` answers to every filter that `source` answers to, because it refers to it, directly or not."""

    pk = models.CompositePrimaryKey("statement", "source")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    source = models.ForeignKey(Statement, models.CASCADE, related_name="+", db_constraint=False)

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.source_id}"


class Attachment(models.Model):
    """The data of attachments, once whatever the number of statements that use it."""

    sha2 = models.CharField(max_length=128, primary_key=True)  # in hexadecimal, lower case
    length = models.BigIntegerField()  # in octets
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha2


class AttachmentUse(models.Model):
    """A statement that came with the data of an attachment. `content_type` is that which the statement says, empty when
    it says several."""

    pk = models.CompositePrimaryKey("statement", "attachment")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+")
    content_type = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.attachment_id}"
