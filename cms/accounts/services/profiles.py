from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from cms.accounts.enums import MembershipOrigin, Role
from cms.accounts.models import Network, User
from cms.accounts.services.memberships import choose_network
from cms.accounts.tokens import reset_link
from cms.mail.services import queue_mail


@transaction.atomic
def update_profile(
    *, user: User, first_name: str, last_name: str, network: Network | None, origin: MembershipOrigin
) -> User:
    """What a person says of themselves. `origin` tells how sure the network is."""
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    choose_network(user=user, network=network, origin=origin)
    return user


@transaction.atomic
def invite(*, user: User) -> User:
    """Save an account that an administrator opens: its owner gets a link to choose the password."""
    user.set_unusable_password()
    user.email = user.email.strip().lower()
    user.email_confirmed_at = timezone.now()
    user.save()
    queue_mail(to=user.email, template="accounts/mail/invitation.txt", context={"link": reset_link(user)})
    return user


@transaction.atomic
def give_role(*, user: User, role: Role) -> User:
    """Put `user` in the role's group. The managers' group follows from memberships instead."""
    group, _ = Group.objects.get_or_create(name=role.label)
    user.groups.add(group)
    user.__dict__.pop("group_names", None)
    return user
