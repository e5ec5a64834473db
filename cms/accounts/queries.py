"""Reads worth a name."""

from functools import reduce
from operator import or_

from django.db.models import Q

from cms.accounts.enums import MembershipRole
from cms.accounts.models import EmailDomain, Membership, Network, User
from cms.accounts.permissions import is_administrator


def agent_membership(user: User) -> Membership | None:
    """Where `user` works today, the latest if several."""
    return (
        user.memberships.active()
        .filter(role=MembershipRole.AGENT)
        .select_related("network")
        .order_by("-starts_on", "-pk")
        .first()
    )


def network_of(user: User) -> Network | None:
    """The network node where `user` works today, the latest if several."""
    membership = agent_membership(user)
    return membership.network if membership else None


def network_for_email(email: str) -> Network | None:
    """The network whose declared domain is the closest to that of `email` (`a@x.caf.fr` is of `caf.fr`)."""
    labels = email.lower().rpartition("@")[2].split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels))]
    found = EmailDomain.objects.filter(domain__in=domains).select_related("network")
    closest = max(found, key=lambda domain: len(domain.domain), default=None)
    return closest.network if closest else None


def managed_networks(user: User) -> list[Network]:
    """The nodes whose training `user` runs today, with all below them; every node for an administrator.

    In the order of the tree, each node once.
    """
    if is_administrator(user):
        return list(Network.objects.all())
    roots = list(
        Network.objects.filter(
            pk__in=user.memberships.active().filter(role=MembershipRole.TRAINING_MANAGER).values("network")
        )
    )
    if not roots:
        return []
    below = reduce(or_, (Q(path__startswith=node.path) for node in roots))
    return list(Network.objects.filter(below))
