"""Closed lists of the core."""

from django.db.models import TextChoices


class Pictogram(TextChoices):
    """Drawings of the DSFR, by their path under `artwork/pictograms/`. Decorative: text always says the same."""

    SELF_TRAINING = "digital/self-training", "Formation en ligne"
    COMMUNITY = "leisure/community", "Communauté"
    HUMAN_COOPERATION = "environment/human-cooperation", "Coopération"
    AVATAR = "digital/avatar", "Personne"
    CALENDAR = "digital/calendar", "Calendrier"
    VIDEO = "leisure/video", "Vidéo"
    BOOK = "leisure/book", "Livre"
    DATA = "digital/data-visualization", "Données"
    INFORMATION = "system/information", "Information"
    NOTIFICATION = "system/notification", "Notification"
    SUCCESS = "system/success", "Réussite"
    PADLOCK = "system/padlock", "Cadenas"
    LANGUAGE = "system/language", "Langues"
    FLOW = "system/flow-list", "Étapes"
    ACCESSIBILITY = "accessibility/accessibility", "Accessibilité"
    SIGNATURE = "document/document-signature", "Engagement signé"
    DOCUMENT = "document/document", "Document"
    COMPASS = "map/compass", "Boussole"
    MAP = "map/map", "Carte"
    CITY_HALL = "buildings/city-hall", "Mairie"
    MAIL = "digital/mail-send", "Courriel"
    ENVIRONMENT = "environment/environment", "Environnement"
    INNOVATION = "digital/innovation", "Innovation"
