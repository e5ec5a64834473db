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


class MembershipOrigin(TextChoices):
    """How sure one is that the person belongs there."""

    DOMAIN = "domain", "Domaine de messagerie"
    DECLARED = "declared", "Déclaré par la personne"
    ASSIGNED = "assigned", "Attribué par l'administration"


class Role(TextChoices):
    """What a person may do on the whole site: one group each, created by migration under its label."""

    MEMBER = "member", "Membres de la communauté"
    TRAINING_MANAGER = "training_manager", "Responsables de formation"
    EDITOR = "editor", "Rédaction"
    ANIMATOR = "animator", "Animation et modération"
    ADMINISTRATOR = "administrator", "Administration du site"
