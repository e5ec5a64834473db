"""Reads worth a name."""

from cms.accounts.enums import MembershipRole
from cms.accounts.models import Network, User


def network_of(user: User) -> Network | None:
    """The network node where `user` works today, the latest if several."""
    membership = (
        user.memberships.active()
        .filter(role=MembershipRole.AGENT)
        .select_related("network")
        .order_by("-starts_on", "-pk")
        .first()
    )
    return membership.network if membership else None


def managed_networks(user: User) -> list[Network]:
    """The nodes whose training `user` runs today, with all below them; every node for an administrator."""
    if user.is_superuser:
        return list(Network.objects.all())
    roots = Network.objects.filter(
        pk__in=user.memberships.active().filter(role=MembershipRole.TRAINING_MANAGER).values("network")
    )
    return [node for root in roots for node in root.with_descendants()]
