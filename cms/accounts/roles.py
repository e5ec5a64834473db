"""What the administrators' group may do: everything that Wagtail and our apps define, short of being superuser."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from cms.accounts.enums import Role

OWN_PACKAGES = {"cms", "community", "courses", "events", "personas", "wagtail", "xapi"}


def grant_to_administrators(sender: AppConfig, **kwargs: Any) -> None:
    """Grant the permissions of an app that was just migrated, those of its new models included."""
    if sender.name.partition(".")[0] not in OWN_PACKAGES:
        return
    create_permissions(sender, verbosity=0)  # its own handler may come after this one
    group, _ = Group.objects.get_or_create(name=Role.ADMINISTRATOR.label)
    group.permissions.add(*Permission.objects.filter(content_type__app_label=sender.label))
