"""Roles as groups, networks and memberships, sample accounts."""

import io
from datetime import timedelta

import pytest
from celery.signals import beat_init, worker_init
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Task, Workflow

from cms.accounts import services
from cms.accounts.enums import MembershipRole, Role
from cms.accounts.models import EmailDomain, Membership, Network, User
from cms.accounts.permissions import (
    has_role,
    is_administrator,
    is_animator,
    is_editor,
    is_member,
    is_training_manager,
    require_role,
)
from cms.accounts.queries import managed_networks, network_for_email, network_of
from cms.accounts.services.samples import SAMPLE_PASSWORD
from tests.factories.accounts import EmailDomainFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_each_role_is_a_group_and_wagtails_own_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.labels)


def test_what_each_role_may_do_with_pages():
    root = Page.objects.get(depth=1)
    found = {
        role: sorted(
            GroupPagePermission.objects.filter(group__name=role.label, page=root).values_list(
                "permission__codename", flat=True
            )
        )
        for role in Role
    }
    publish = ["add_page", "change_page", "lock_page", "publish_page", "unlock_page"]
    assert found == {
        Role.MEMBER: [],
        Role.TRAINING_MANAGER: [],
        Role.EDITOR: ["add_page", "change_page"],
        Role.ANIMATOR: publish,
        Role.ADMINISTRATOR: sorted([*publish, "bulk_delete_page"]),
    }


@pytest.mark.parametrize(
    ("role", "admin", "users", "networks", "mails"),
    [
        (Role.MEMBER, False, False, False, False),
        (Role.TRAINING_MANAGER, False, False, False, False),
        (Role.EDITOR, True, False, False, False),
        (Role.ANIMATOR, True, False, False, False),
        (Role.ADMINISTRATOR, True, True, True, True),
    ],
)
def test_what_each_role_may_do_elsewhere(role, admin, users, networks, mails):
    user = UserFactory(role=role)
    found = [
        user.has_perm(permission)
        for permission in (
            "wagtailadmin.access_admin",
            "accounts.change_user",
            "accounts.change_network",
            "mail.view_sent_mail",
        )
    ]
    assert found == [admin, users, networks, mails]
    assert not user.has_perm("auth.change_group")


def test_what_editors_submit_goes_to_those_who_publish():
    task = Task.objects.get().specific
    assert {group.name for group in task.groups.all()} == {Role.ANIMATOR.label, Role.ADMINISTRATOR.label}
    assert Workflow.objects.get().name == "Relecture avant publication"


def test_has_role():
    animator, superuser = UserFactory(role=Role.ANIMATOR), UserFactory(is_superuser=True)
    closed = UserFactory(role=Role.ANIMATOR, is_active=False)
    assert [
        has_role(each, Role.ANIMATOR) for each in (animator, superuser, closed, UserFactory(), AnonymousUser())
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert has_role(animator, Role.EDITOR, Role.ANIMATOR)
    assert not has_role(animator)
    tests = (is_member, is_training_manager, is_editor, is_animator, is_administrator)
    assert [test(UserFactory(role=Role.ADMINISTRATOR)) for test in tests] == [False, False, True, True, True]


def test_has_role_asks_the_database_once(django_assert_num_queries):
    user = UserFactory(role=Role.EDITOR)
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        assert [has_role(user, role) for role in (Role.EDITOR, Role.MEMBER)] == [True, False]


def test_require_role():
    view = require_role(Role.EDITOR)(lambda request: HttpResponse("vu"))
    request = RequestFactory().get("/x/")
    request.user = UserFactory(role=Role.EDITOR)
    assert view(request).content == b"vu"
    request.user = UserFactory(role=Role.MEMBER)
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = AnonymousUser()
    assert view(request).url == "/compte/connexion/?next=/x/"


def in_group(user):
    return user.groups.filter(name=Role.TRAINING_MANAGER.label).exists()


def test_managing_a_network_gives_the_managers_group_as_long_as_it_lasts():
    user, network = UserFactory(), NetworkFactory()
    place = services.assign_membership(user=user, network=network, role=MembershipRole.TRAINING_MANAGER)
    assert in_group(user)
    second = services.assign_membership(user=user, network=NetworkFactory(), role=MembershipRole.TRAINING_MANAGER)
    services.end_membership(membership=place)
    assert in_group(user)
    services.remove_membership(membership=second)
    assert not in_group(user)


def test_working_somewhere_gives_no_role():
    user = UserFactory()
    services.assign_membership(user=user, network=NetworkFactory())
    assert not user.groups.exists()


def test_the_night_follows_the_dates():
    today = timezone.localdate()
    manager = {"network": NetworkFactory(), "role": MembershipRole.TRAINING_MANAGER}
    over = MembershipFactory(**manager, starts_on=today - timedelta(days=9), ends_on=today).user
    begun = MembershipFactory(**manager, starts_on=today).user
    later = MembershipFactory(**manager, starts_on=today + timedelta(days=1)).user
    group = Group.objects.get(name=Role.TRAINING_MANAGER.label)
    group.user_set.add(over)
    services.sync_training_managers()
    assert [in_group(user) for user in (over, begun, later)] == [False, True, False]


def test_one_open_place_only():
    user, network = UserFactory(), NetworkFactory()
    places = [services.assign_membership(user=user, network=network) for _ in range(2)]
    assert places[0] == places[1]


def test_managed_networks_are_the_node_and_what_is_below_each_once():
    top = NetworkFactory(name="A")
    direction = NetworkFactory(name="B", parent=top)
    structure = NetworkFactory(name="C", parent=direction)
    other = NetworkFactory(name="D")
    user = UserFactory()
    assert managed_networks(user) == []
    for network in (direction, structure):
        services.assign_membership(user=user, network=network, role=MembershipRole.TRAINING_MANAGER)
    services.assign_membership(user=user, network=other)
    assert managed_networks(user) == [direction, structure]
    assert managed_networks(UserFactory(role=Role.ADMINISTRATOR)) == [top, direction, structure, other]


def test_managed_networks_take_a_constant_number_of_queries(django_assert_max_num_queries):
    user = User.objects.get(pk=UserFactory().pk)
    for _ in range(3):
        node = NetworkFactory()
        NetworkFactory(parent=node)
        MembershipFactory(user=user, network=node, role=MembershipRole.TRAINING_MANAGER)
    with django_assert_max_num_queries(3):
        assert len(managed_networks(user)) == 6


def test_network_of_is_where_one_works_today():
    user, today = UserFactory(), timezone.localdate()
    MembershipFactory(user=user, starts_on=today - timedelta(days=20), ends_on=today)
    assert network_of(user) is None
    MembershipFactory(user=user, role=MembershipRole.TRAINING_MANAGER)
    assert network_of(user) is None
    place = MembershipFactory(user=user, starts_on=today - timedelta(days=5))
    MembershipFactory(user=user, starts_on=today + timedelta(days=5))
    assert network_of(user) == place.network


def test_the_closest_domain_wins():
    wide, narrow = EmailDomainFactory(domain="gouv.test"), EmailDomainFactory(domain="impots.gouv.test")
    found = [
        network_for_email(email)
        for email in ("a@x.impots.gouv.test", "a@gouv.test", "a@magouv.test", "pas une adresse")
    ]
    assert found == [narrow.network, wide.network, None, None]


def test_moving_a_node_takes_its_children_along():
    first, second = NetworkFactory(name="A"), NetworkFactory(name="B")
    child = NetworkFactory(name="C", parent=first)
    below = NetworkFactory(name="D", parent=child)
    services.move_network(network=child, parent=second)
    assert [node.name for node in Network.objects.get(pk=below.pk).get_ancestors()] == ["B", "C"]
    services.move_network(network=Network.objects.get(pk=child.pk), parent=None)
    assert Network.objects.get(pk=child.pk).is_root()


def load(command):
    output = io.StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_the_twelve_networks_load_once_and_keep_what_was_edited():
    load("load_networks")
    tops = list(Network.get_root_nodes())
    assert len(tops) == 12
    assert all(node.is_illustrative == (node.depth > 1) for node in Network.objects.all())
    assert EmailDomain.objects.get(domain="caf.fr").network.slug == "cnaf-caf"
    Network.objects.filter(slug="cnaf-caf").update(name="Caf")
    before = list(Network.objects.values_list("pk", "path", "name"))
    assert load("load_networks") == "0 nœuds créés.\n"
    assert list(Network.objects.values_list("pk", "path", "name")) == before


def test_sample_accounts_load_twice_as_once(client):
    printed = load("load_sample_accounts")
    before = list(User.objects.order_by("pk").values_list("pk", "email", "password"))
    assert load("load_sample_accounts") == printed
    assert list(User.objects.order_by("pk").values_list("pk", "email", "password")) == before
    assert [line.split()[0] for line in printed.splitlines()] == [email for _, email, _ in before]
    assert all(User.objects.values_list("is_sample", flat=True))
    for _, email, _ in before:
        answer = client.post("/compte/connexion/", {"username": email, "password": SAMPLE_PASSWORD})
        assert answer.status_code == 302
    manager = User.objects.get(email="formation@exemple.test")
    assert managed_networks(manager)[0].slug == "cnaf-caf"
    assert is_training_manager(manager)
    assert network_of(User.objects.get(email="agent@exemple.test")).slug == "cnaf-caf"
    assert not User.objects.filter(is_superuser=True).exists()


def test_sample_accounts_are_refused_in_production(settings):
    settings.SAMPLE_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError):
        load("load_sample_accounts")
    assert not User.objects.exists()


def test_production_does_not_start_with_sample_accounts(settings):
    load("load_sample_accounts")
    services.refuse_sample_accounts()
    settings.SAMPLE_ACCOUNTS_ALLOWED = False
    with pytest.raises(ImproperlyConfigured, match="remove_sample_accounts"):
        services.refuse_sample_accounts()
    for signal in (worker_init, beat_init):
        with pytest.raises(SystemExit):
            signal.send(sender=None)
    assert load("remove_sample_accounts") == "7 comptes d'exemple effacés.\n"
    services.refuse_sample_accounts()
    worker_init.send(sender=None)
    assert not Membership.objects.exists()
