"""What the accounts app itself keeps about a person."""

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.mail.models import QueuedMail


def export(user: User) -> dict[str, Any]:
    return {
        "identity": {
            "id": user.uuid,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "created_at": user.date_joined,
            "email_confirmed_at": user.email_confirmed_at,
            "last_sign_in_at": user.last_login,
            "erasure_requested_at": user.erasure_requested_at,
        },
        "roles": sorted(user.group_names),
        "networks": [
            {
                "network": membership.network.name,
                "role": membership.get_role_display(),
                "origin": membership.get_origin_display(),
                "from": membership.starts_on,
                "until": membership.ends_on,
            }
            for membership in user.memberships.select_related("network").order_by("starts_on", "pk")
        ],
        "sign_ins": list(
            AccessLog.objects.filter(username=user.email)
            .order_by("attempt_time")
            .values("attempt_time", "logout_time", "ip_address", "user_agent")
        ),
    }


def erase(user: User) -> None:
    for log in (AccessLog, AccessAttempt):
        log.objects.filter(username=user.email).delete()
    QueuedMail.objects.filter(to=user.email).delete()
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        profile.avatar.delete(save=False)
    # Wagtail's journal keeps the name of what was edited; what the person did stays, under a number.
    journal = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=user.pk)
    journal.update(label="", data={})
