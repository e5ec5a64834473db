"""Accounts, networks and memberships in the Wagtail administration."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.enums import MembershipOrigin, MembershipRole, Role
from cms.accounts.models import EmailDomain, Membership, Network, User
from cms.accounts.permissions import is_training_manager
from cms.mail.services import deliver_due_mails
from tests.factories.accounts import PASSWORD, EmailDomainFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db

ADMIN_ONLY = ["/admin/users/", "/admin/users/new/", "/admin/network/", "/admin/network/new/", "/admin/membership/"]


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize("path", ADMIN_ONLY)
def test_the_administrator_opens_it(client, administrator, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ADMIN_ONLY)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANIMATOR])
def test_editors_and_animators_do_not(client, path, role):
    client.force_login(UserFactory(role=role))
    assert client.get(path).url == "/admin/"
    assert client.post(path, {}).url == "/admin/"


@pytest.mark.parametrize("path", ADMIN_ONLY)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRAINING_MANAGER])
def test_members_and_managers_do_not_even_enter(client, path, role):
    client.force_login(UserFactory(role=role))
    assert client.get(path, follow=True).status_code == 403


def account_form(**changes):
    form = {"email": "neuve@reseau.test", "first_name": "Nina", "last_name": "Roux", "is_active": "on", "groups": []}
    return {**form, **changes}


def test_an_opened_account_belongs_to_its_owner_alone(client, administrator):
    editors = Role.EDITOR
    group = UserFactory(role=editors).groups.get()
    client.post("/admin/users/new/", account_form(email="Neuve@Reseau.test", groups=[group.pk]))
    user = User.objects.get(email="neuve@reseau.test")
    assert not user.has_usable_password()
    assert [each.name for each in user.groups.all()] == [editors.label]
    deliver_due_mails()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["neuve@reseau.test"], "Un compte vous attend")
    path = re.search(r"http://[^/]+(/compte/mot-de-passe/\S+)", message.body)[1]
    client.logout()
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    answer = client.post("/compte/connexion/", {"username": "neuve@reseau.test", "password": PASSWORD})
    assert answer.status_code == 302


def test_two_accounts_have_two_addresses_whatever_the_capitals(client, administrator):
    UserFactory(email="neuve@reseau.test")
    answer = client.post("/admin/users/new/", account_form(email="NEUVE@reseau.test"))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.count() == 2


def test_an_administrator_makes_no_superuser(client, administrator):
    client.post("/admin/users/new/", account_form(is_superuser="on"))
    user = User.objects.get(email="neuve@reseau.test")
    client.post(f"/admin/users/edit/{user.pk}/", account_form(is_superuser="on"))
    client.post(f"/admin/users/edit/{administrator.pk}/", account_form(is_superuser="on"))
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_superuser_may(client):
    client.force_login(UserFactory(is_superuser=True))
    client.post("/admin/users/new/", account_form(is_superuser="on"))
    assert User.objects.get(email="neuve@reseau.test").is_superuser


def test_an_administrator_touches_no_superuser(client, administrator):
    boss = UserFactory(is_superuser=True, email="chef@reseau.test")
    for path in (f"/admin/users/edit/{boss.pk}/", f"/admin/users/delete/{boss.pk}/"):
        assert client.get(path).url == "/admin/"
        client.post(path, account_form())
    for action in ("delete", "set_active_state", "assign_role"):
        client.post(f"/admin/bulk/accounts/user/{action}/?id={boss.pk}", {"mark_as_active": "False"})
    boss.refresh_from_db()
    assert (boss.email, boss.is_active, boss.first_name) == ("chef@reseau.test", True, "Camille")


def test_bulk_actions_on_accounts_are_off(client, administrator):
    user = UserFactory()
    assert "bulk-actions" not in client.get("/admin/users/").text.partition("<tbody")[2].partition("</tbody")[0]
    client.post(f"/admin/bulk/accounts/user/delete/?id={user.pk}")
    client.post(f"/admin/bulk/accounts/user/set_active_state/?id={user.pk}", {"mark_as_active": "False"})
    user.refresh_from_db()
    assert user.is_active


def test_editing_keeps_the_address_and_the_managers_group(client, administrator):
    user = UserFactory(email="amina@reseau.test")
    MembershipFactory(user=user, role=MembershipRole.TRAINING_MANAGER)
    group = UserFactory(role=Role.MEMBER).groups.get()
    form = account_form(email="volee@reseau.test", groups=[group.pk])
    assert client.post(f"/admin/users/edit/{user.pk}/", form).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.first_name) == ("amina@reseau.test", "Nina")
    assert {each.name for each in user.groups.all()} == {Role.MEMBER.label, Role.TRAINING_MANAGER.label}
    assert user.check_password(PASSWORD)


def test_deleting_an_account_erases_it(client, administrator):
    place = MembershipFactory(user__email="amina@reseau.test")
    client.post(f"/admin/users/delete/{place.user_id}/")
    assert not User.objects.filter(email="amina@reseau.test").exists()
    deliver_due_mails()
    assert [message.subject for message in mail.outbox] == ["Votre compte est effacé"]


def network_form(**changes):
    form = {
        "parent": "",
        "name": "Caisse",
        "slug": "caisse",
        "level": "network",
        "organisation_type": "social",
        "siret": "",
        "email_domains-TOTAL_FORMS": "0",
        "email_domains-INITIAL_FORMS": "0",
        "email_domains-MIN_NUM_FORMS": "0",
        "email_domains-MAX_NUM_FORMS": "1000",
    }
    return {**form, **changes}


def with_domain(domain):
    return {
        "email_domains-TOTAL_FORMS": "1",
        "email_domains-0-domain": domain,
        "email_domains-0-id": "",
        "email_domains-0-ORDER": "1",
        "email_domains-0-DELETE": "",
    }


def test_a_network_is_added_at_the_top_with_its_domains(client, administrator):
    answer = client.post("/admin/network/new/", network_form(**with_domain("caisse.test")))
    assert answer.status_code == 302
    network = Network.objects.get()
    assert (network.name, network.is_root(), EmailDomain.objects.get().network) == ("Caisse", True, network)


def test_a_node_is_added_below_and_moved(client, administrator):
    first, second = NetworkFactory(), NetworkFactory()
    client.post("/admin/network/new/", network_form(parent=first.pk))
    node = Network.objects.get(slug="caisse")
    assert node.get_parent() == first
    answer = client.post(f"/admin/network/edit/{node.pk}/", network_form(parent=second.pk, name="Caisse 2"))
    assert answer.status_code == 302
    node = Network.objects.get(slug="caisse")
    assert (node.name, node.get_parent()) == ("Caisse 2", second)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"siret": "123"}, "siret"), ({"slug": "pris"}, "slug"), ({"name": ""}, "name"), ({"parent": "999"}, "parent")],
)
def test_a_bad_network_is_refused_at_its_field(client, administrator, changes, field):
    NetworkFactory(slug="pris")
    answer = client.post("/admin/network/new/", network_form(**changes))
    assert list(answer.context["form"].errors) == [field]
    assert Network.objects.count() == 1


def test_a_bad_domain_is_refused(client, administrator):
    EmailDomainFactory(domain="caisse.test")
    for domain in ("@caisse2.test", "Caisse2.test", "caisse.test"):
        client.post("/admin/network/new/", network_form(**with_domain(domain)))
    assert EmailDomain.objects.count() == 1
    assert Network.objects.count() == 1


def test_a_node_does_not_hang_from_itself(client, administrator):
    top = NetworkFactory(name="Caisse", slug="caisse")
    child = NetworkFactory(parent=top)
    for parent in (top, child):
        answer = client.post(f"/admin/network/edit/{top.pk}/", network_form(parent=parent.pk))
        assert list(answer.context["form"].errors) == ["parent"]


def test_a_node_in_use_is_not_deleted(client, administrator):
    top = NetworkFactory()
    child = NetworkFactory(parent=top)
    MembershipFactory(network=child)
    for node in (top, child):
        client.post(f"/admin/network/delete/{node.pk}/")
    assert Network.objects.count() == 2
    Membership.objects.all().delete()
    client.post(f"/admin/network/delete/{child.pk}/")
    client.post(f"/admin/network/delete/{top.pk}/")
    assert Network.objects.count() == 0


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_the_list_of_networks_takes_a_constant_number_of_queries(client, administrator):
    NetworkFactory()
    client.get("/admin/network/")
    before = queries(client, "/admin/network/")
    NetworkFactory(parent=NetworkFactory())
    assert queries(client, "/admin/network/") == before


def membership_form(user, network, **changes):
    form = {"email": user.email, "network": network.pk, "role": "agent", "starts_on": "2026-01-05", "ends_on": ""}
    return {**form, **changes}


def test_naming_and_dismissing_a_manager(client, administrator):
    user, network = UserFactory(), NetworkFactory()
    form = membership_form(user, network, role="training_manager")
    assert client.post("/admin/membership/new/", form).status_code == 302
    place = Membership.objects.get()
    assert (place.user, place.network, place.origin) == (user, network, MembershipOrigin.ASSIGNED)
    assert is_training_manager(User.objects.get(pk=user.pk))
    ended = membership_form(user, network, role="training_manager", ends_on=f"{timezone.localdate()}")
    assert client.post(f"/admin/membership/edit/{place.pk}/", ended).status_code == 302
    assert not is_training_manager(User.objects.get(pk=user.pk))
    client.post(f"/admin/membership/delete/{place.pk}/")
    assert not Membership.objects.exists()


def test_a_membership_does_not_change_hands(client, administrator):
    place, other = MembershipFactory(), UserFactory()
    client.post(f"/admin/membership/edit/{place.pk}/", membership_form(other, NetworkFactory()))
    again = Membership.objects.get()
    assert (again.user, again.network) == (place.user, place.network)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": "inconnue@reseau.test"}, "email"), ({"ends_on": "2025-01-01"}, "__all__"), ({"role": "chef"}, "role")],
)
def test_a_bad_membership_is_refused(client, administrator, changes, field):
    answer = client.post("/admin/membership/new/", membership_form(UserFactory(), NetworkFactory(), **changes))
    assert list(answer.context["form"].errors) == [field]
    assert not Membership.objects.exists()


def test_the_list_of_memberships_takes_a_constant_number_of_queries(client, administrator):
    MembershipFactory()
    client.get("/admin/membership/")
    before = queries(client, "/admin/membership/")
    MembershipFactory()
    MembershipFactory()
    assert queries(client, "/admin/membership/") == before
