"""Sample accounts, whose password is public: for a first look and for tests, never in production."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from cms.accounts.enums import MembershipRole, Role
from cms.accounts.models import Network, User
from cms.accounts.services.erasure import erase_account
from cms.accounts.services.memberships import assign_membership
from cms.accounts.services.profiles import give_role
from cms.accounts.services.sample_networks import load_networks

SAMPLE_PASSWORD = "campus-exemple-2026"  # noqa: S105 - public on purpose


@dataclass(frozen=True)
class SampleAccount:
    email: str
    first_name: str
    last_name: str
    what: str
    network: str = ""  # slug
    membership: MembershipRole = MembershipRole.AGENT
    role: Role | None = None


SAMPLES = (
    SampleAccount("agent@exemple.test", "Amina", "Exemple", "agent de la Cnaf et des Caf", "cnaf-caf"),
    SampleAccount("agent2@exemple.test", "Bruno", "Exemple", "agent d'un autre réseau (préfectures)", "prefectures"),
    SampleAccount("membre@exemple.test", "Chloé", "Exemple", "membre de la communauté", "urssaf", role=Role.MEMBER),
    SampleAccount(
        "formation@exemple.test",
        "Denis",
        "Exemple",
        "responsable de formation de la Cnaf et des Caf",
        "cnaf-caf",
        MembershipRole.TRAINING_MANAGER,
    ),
    SampleAccount("redaction@exemple.test", "Émilie", "Exemple", "rédaction", role=Role.EDITOR),
    SampleAccount("animation@exemple.test", "Farid", "Exemple", "animation et modération", role=Role.ANIMATOR),
    SampleAccount("administration@exemple.test", "Gaëlle", "Exemple", "administration", role=Role.ADMINISTRATOR),
)


def sample_accounts() -> list[tuple[str, str, str]]:
    """(address, password, what it is) of each sample account, in the order of the table that `make run` prints."""
    return [(sample.email, SAMPLE_PASSWORD, sample.what) for sample in SAMPLES]


@transaction.atomic
def load_sample_accounts() -> list[User]:
    """Create the sample accounts, or put them back as they should be, with the networks they need.

    Raises `ImproperlyConfigured` where sample accounts are not allowed.
    """
    if not settings.SAMPLE_ACCOUNTS_ALLOWED:
        raise ImproperlyConfigured("Les comptes d'exemple ne sont pas permis ici : leur mot de passe est public.")
    load_networks()
    return [_load(sample) for sample in SAMPLES]


def _load(sample: SampleAccount) -> User:
    values: dict[str, Any] = {
        "first_name": sample.first_name,
        "last_name": sample.last_name,
        "is_sample": True,
        "is_active": True,
    }
    user, _ = User.objects.update_or_create(
        email=sample.email, defaults=values, create_defaults={**values, "email_confirmed_at": timezone.now()}
    )
    if not user.check_password(SAMPLE_PASSWORD):  # a new hash would sign everybody out
        user.set_password(SAMPLE_PASSWORD)
        user.save(update_fields=["password"])
    if sample.network:
        network = Network.objects.get(slug=sample.network)
        assign_membership(user=user, network=network, role=sample.membership)
    if sample.role:
        give_role(user=user, role=sample.role)
    return user


def remove_sample_accounts() -> int:
    """Erase the sample accounts with all that they did, and return how many there were."""
    users = list(User.objects.filter(is_sample=True))
    for user in users:
        erase_account(user=user)
    return len(users)


def refuse_sample_accounts() -> None:
    """Raise `ImproperlyConfigured` when sample accounts (public passwords) exist where they are not allowed."""
    if not settings.SAMPLE_ACCOUNTS_ALLOWED and User.objects.filter(is_sample=True).exists():
        raise ImproperlyConfigured(
            "Des comptes d'exemple, aux mots de passe publics, existent dans cette base : "
            "supprimez-les avec « manage.py remove_sample_accounts » avant de démarrer en production."
        )
