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


class DocumentKind(IntegerChoices):
    """The three document resources (part three, 2.2)."""

    STATE = 1
    ACTIVITY_PROFILE = 2
    AGENT_PROFILE = 3


class Version(TextChoices):
    """The versions of xAPI that a request may speak: the latest patch of each, which is what answers say."""

    V1 = "1.0.3", "1.0.3"
    V2 = "2.0.0", "2.0 (IEEE 9274.1.1)"

    @property
    def of_data(self) -> str:
        """The version of a statement that says none: 1.0.3, part two, 2.4.10, and IEEE 9274.1.1, 4.2.4.3."""
        return "1.0.0" if self is Version.V1 else "2.0.0"


class Scope(TextChoices):
    """What a key may do, in the words of the specification (part three, 4.2), and two of our own for reading only."""

    WRITE = "statements/write", "Écrire des traces"
    READ_MINE = "statements/read/mine", "Lire les traces écrites avec cette clé"
    READ = "statements/read", "Lire toutes les traces"
    STATE = "state", "Lire et écrire des états"
    STATE_READ = "state/read", "Lire des états"
    DEFINE = "define", "Définir les activités"
    PROFILE = "profile", "Lire et écrire des profils"
    PROFILE_READ = "profile/read", "Lire des profils"
    ALL_READ = "all/read", "Tout lire"
    ALL = "all", "Tout"
