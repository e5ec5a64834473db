"""Closed lists of the pages app."""

from django.db.models import TextChoices


class Autocomplete(TextChoices):
    """Values of the `autocomplete` attribute (HTML living standard, « autofill detail tokens »)."""

    NAME = "name", "Nom complet"
    GIVEN_NAME = "given-name", "Prénom"
    FAMILY_NAME = "family-name", "Nom"
    EMAIL = "email", "Adresse électronique"
    TEL = "tel", "Téléphone"
    ORGANISATION = "organization", "Organisation"
    JOB_TITLE = "organization-title", "Fonction"
