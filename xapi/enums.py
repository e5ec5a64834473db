"""Closed lists of the xapi app."""

from django.db.models import IntegerChoices, TextChoices


class Usage(IntegerChoices):
    """How a statement uses an agent or an activity. A voided statement keeps its uses apart, for what refers to it.

    Every direct use is kept a second time as `ANY`: a filter always reads one range of one index.
    """

    DIRECT = 1  # actor or object
    ANY = 2  # direct, or anywhere in the context, the authority or the SubStatement
    VOIDED_DIRECT = 3
    VOIDED_ANY = 4


class Version(TextChoices):
    """The versions of xAPI that a request may speak: the latest patch of each, which is what answers say."""

    V1 = "1.0.3", "1.0.3"
    V2 = "2.0.0", "2.0 (IEEE 9274.1.1)"


class Scope(TextChoices):
    """What a key may do, in the words of the specification (part three, 4.2)."""

    WRITE = "statements/write", "Écrire des traces"
    READ = "statements/read", "Lire toutes les traces"
    ALL = "all", "Tout"
