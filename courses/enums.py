"""Closed lists of the courses app."""

from django.db.models import TextChoices


class VersionNature(TextChoices):
    MINOR = "minor", "Mineure"
    MAJOR = "major", "Majeure"


class Quality(TextChoices):
    """How good a choice of a situation is; its points are in `courses.scoring`."""

    ADAPTED = "adapted", "Adaptée"
    IMPROVABLE = "improvable", "Perfectible"
    AVOID = "avoid", "À éviter"
