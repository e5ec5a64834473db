"""The network tree, who belongs where, and the managers' group, which follows from it."""

from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cms.accounts.enums import MembershipOrigin, MembershipRole, Role
from cms.accounts.models import Membership, Network, User


@transaction.atomic
def add_network(*, network: Network, parent: Network | None) -> Network:
    """Put a new node in the tree, under `parent` or at the top."""
    if parent:
        parent.add_child(instance=network)
    else:
        Network.add_root(instance=network)
    return network


@transaction.atomic
def move_network(*, network: Network, parent: Network | None) -> Network:
    """Put a node and all below it elsewhere in the tree."""
    current = network.get_parent(update=True)
    if parent != current:
        if parent:
            network.move(parent, "sorted-child")
        else:
            network.move(Network.get_first_root_node(), "sorted-sibling")
        network.refresh_from_db()
    return network


@transaction.atomic
def remove_network(*, network: Network) -> None:
    """Delete a node without anything below it. Raises `ProtectedError` while people or sessions hold on to it."""
    if not network.is_leaf():
        raise ProtectedError("a node with others below it stays", set(network.get_children()))
    network.delete()


@transaction.atomic
def assign_membership(
    *,
    user: User,
    network: Network,
    role: MembershipRole = MembershipRole.AGENT,
    origin: MembershipOrigin = MembershipOrigin.ASSIGNED,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give `user` a place in `network`. The same open place twice is one."""
    values = {"origin": origin, "starts_on": starts_on or timezone.localdate()}
    if ends_on is None:
        membership, created = Membership.objects.get_or_create(
            user=user, network=network, role=role, ends_on=None, defaults=values
        )
        if not created and membership.origin == MembershipOrigin.DECLARED:
            membership.origin = origin
            membership.save(update_fields=["origin"])
    else:
        membership = Membership.objects.create(user=user, network=network, role=role, ends_on=ends_on, **values)
    sync_training_manager(user=user)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: date | None = None) -> Membership:
    """Close a place from the day `on` (today by default)."""
    membership.ends_on = max(on or timezone.localdate(), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    sync_training_manager(user=membership.user)
    return membership


@transaction.atomic
def change_membership_dates(*, membership: Membership, starts_on: date, ends_on: date | None) -> Membership:
    """Correct when a place began or ends."""
    membership.starts_on, membership.ends_on = starts_on, ends_on
    membership.save(update_fields=["starts_on", "ends_on"])
    sync_training_manager(user=membership.user)
    return membership


@transaction.atomic
def remove_membership(*, membership: Membership) -> None:
    """Take back a place given by mistake. One that was real is ended instead."""
    user = membership.user
    membership.delete()
    sync_training_manager(user=user)


@transaction.atomic
def choose_network(*, user: User, network: Network | None, origin: MembershipOrigin) -> Membership | None:
    """Make `network` the one place where `user` works; None leaves them without. Past places are kept, ended."""
    current = user.memberships.select_for_update().filter(role=MembershipRole.AGENT, ends_on=None)
    for membership in current.exclude(network=network):
        end_membership(membership=membership)
    return assign_membership(user=user, network=network, origin=origin) if network else None


def sync_training_manager(*, user: User) -> None:
    """Put `user` in the managers' group, or take them out, as their memberships of today say."""
    group = _managers()
    if user.memberships.active().filter(role=MembershipRole.TRAINING_MANAGER).exists():
        user.groups.add(group)
    else:
        user.groups.remove(group)
    user.__dict__.pop("group_names", None)


@transaction.atomic
def sync_training_managers() -> None:
    """The same for everyone, for what began or ended with the day."""
    group = _managers()
    active = Membership.objects.active().filter(role=MembershipRole.TRAINING_MANAGER)
    should = set(active.values_list("user_id", flat=True))
    are = set(group.user_set.values_list("pk", flat=True))
    group.user_set.add(*should - are)
    group.user_set.remove(*are - should)


def _managers() -> Group:
    return Group.objects.get_or_create(name=Role.TRAINING_MANAGER.label)[0]
