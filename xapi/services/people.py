"""The names under which our people appear."""

from collections.abc import Collection

from cms.accounts.models import User
from xapi.models import OutboxRow, Pseudonym

SELF = "self"  # the consumer that our own store is


def pseudonyms(*, user_ids: Collection[int], consumer: str) -> dict[int, str]:
    """The pseudonym of each person for `consumer`, made when missing. Two workers at once agree on one."""
    found = _known(user_ids, consumer)
    missing = set(user_ids) - found.keys()
    if missing:
        Pseudonym.objects.bulk_create(
            (Pseudonym(user_id=user_id, consumer=consumer) for user_id in sorted(missing)), ignore_conflicts=True
        )
        found |= _known(missing, consumer)
    return found


def _known(user_ids: Collection[int], consumer: str) -> dict[int, str]:
    return dict(Pseudonym.objects.filter(user__in=user_ids, consumer=consumer).values_list("user_id", "name"))


def translated(*, names: Collection[str], consumer: str) -> dict[str, str]:
    """Our own pseudonyms `names` as `consumer` knows the same people. Those of erased people are left out."""
    owners = dict(Pseudonym.objects.filter(name__in=names, consumer=SELF).values_list("name", "user_id"))
    theirs = pseudonyms(user_ids=set(owners.values()), consumer=consumer)
    return {name: theirs[user_id] for name, user_id in owners.items()}


def forget(*, user: User) -> None:
    """Destroy what links `user` to her statements, here and at every consumer, and what was still to be told."""
    OutboxRow.objects.filter(user=user).delete()
    Pseudonym.objects.filter(user=user).delete()
