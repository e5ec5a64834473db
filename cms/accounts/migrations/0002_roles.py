"""The roles as groups, with what they may do in Wagtail.

They take the place of Wagtail's own "Moderators" and "Editors". Administrators get the permissions of each app when it
is migrated (`cms.accounts.roles`).
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MEMBERS = "Membres de la communauté"
MANAGERS = "Responsables de formation"
EDITORS = "Rédaction"
ANIMATORS = "Animation et modération"
ADMINISTRATORS = "Administration du site"

WRITE = ["add_page", "change_page"]
PUBLISH = [*WRITE, "publish_page", "lock_page", "unlock_page"]
PAGES = {EDITORS: WRITE, ANIMATORS: PUBLISH, ADMINISTRATORS: [*PUBLISH, "bulk_delete_page"]}

ADD_FILES = ["add_image", "choose_image", "add_document", "choose_document"]
ALL_FILES = [*ADD_FILES, "change_image", "delete_image", "change_document", "delete_document"]
FILES = {EDITORS: ADD_FILES, ANIMATORS: ALL_FILES, ADMINISTRATORS: ALL_FILES}


def create_roles(apps, schema_editor):
    for label in ("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs"):
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
    groups = {name: apps.get_model("auth.Group").objects.get_or_create(name=name)[0]
              for name in (MEMBERS, MANAGERS, EDITORS, ANIMATORS, ADMINISTRATORS)}
    permissions = {permission.codename: permission for permission in apps.get_model("auth.Permission").objects.filter(
        content_type__app_label__in=("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs"))}
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    folder = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for name, codenames in PAGES.items():
        groups[name].permissions.add(permissions["access_admin"])
        for codename in codenames:
            apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
                group=groups[name], page=root, permission=permissions[codename])
    for name, codenames in FILES.items():
        for codename in codenames:
            apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                group=groups[name], collection=folder, permission=permissions[codename])
    approve_by(apps, [groups[ANIMATORS], groups[ADMINISTRATORS]])
    apps.get_model("auth.Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


def approve_by(apps, groups):
    """Pages submitted by editors go to those who publish."""
    for task in apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(name="Moderators approval"):
        task.name = "Relecture avant publication"
        task.save()
        task.groups.set(groups)
    apps.get_model("wagtailcore.Workflow").objects.filter(name="Moderators approval").update(
        name="Relecture avant publication")


def remove_roles(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(
        name__in=[MEMBERS, MANAGERS, EDITORS, ANIMATORS, ADMINISTRATORS]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(create_roles, remove_roles)]
