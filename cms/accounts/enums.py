"""Closed lists of the accounts app."""

from django.db.models import TextChoices


class NetworkLevel(TextChoices):
    NETWORK = "network", "Réseau"
    DIRECTION = "direction", "Direction"
    STRUCTURE = "structure", "Structure"


class OrganisationType(TextChoices):
    MINISTRY = "ministry", "Direction d'administration (ministère)"
    DECENTRALISED = "decentralised", "Service déconcentré"
    OPERATOR = "operator", "Opérateur de l'État"
    SOCIAL = "social", "Organisme social"
    LOCAL_AUTHORITY = "local_authority", "Collectivité territoriale"
    HEALTH = "health", "Établissement de santé"
    EDUCATION = "education", "Établissement d'enseignement"
    CULTURE = "culture", "Établissement culturel"
    PUBLIC_BODY = "public_body", "Établissement public administratif"
    LABELLED = "labelled", "Réseau labellisé"


class MembershipRole(TextChoices):
    AGENT = "agent", "Agent"
    TRAINING_MANAGER = "training_manager", "Responsable de formation"


class Role(TextChoices):
    """What a person may do on the whole site: one group each, created by migration under its label."""

    MEMBER = "member", "Membres de la communauté"
    TRAINING_MANAGER = "training_manager", "Responsables de formation"
    EDITOR = "editor", "Rédaction"
    ANIMATOR = "animator", "Animation et modération"
    ADMINISTRATOR = "administrator", "Administration du site"
