"""« Mon compte », export, erasure."""

import json
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core import mail
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.accounts import privacy, sections, services
from cms.accounts.enums import MembershipOrigin, Role
from cms.accounts.models import Membership, User
from cms.accounts.sections import AccountSection
from cms.accounts.services.erasure import ErasureFailedError
from cms.mail.models import QueuedMail
from cms.mail.services import deliver_due_mails
from tests.factories.accounts import (
    PASSWORD,
    EmailDomainFactory,
    MembershipFactory,
    NetworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

OWN_PAGES = [
    "/compte/",
    "/compte/profil/",
    "/compte/adresse/",
    "/compte/mot-de-passe/",
    "/compte/mes-donnees.json",
    "/compte/effacement/",
]


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_visitor_signs_in_first(client, path):
    assert client.get(path).url == f"/compte/connexion/?next={path}"


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_personal_page_is_never_kept_by_a_cache(client, path):
    client.force_login(UserFactory())
    assert "no-store" in client.get(path)["Cache-Control"]


def test_the_page_shows_what_the_site_knows(client):
    membership = MembershipFactory(user__email="amina@reseau.test", network__name="Cnaf et Caf")
    services.give_role(user=membership.user, role=Role.MEMBER)
    client.force_login(membership.user)
    page = client.get("/compte/").text
    for text in ("amina@reseau.test", membership.user.get_full_name(), "Cnaf et Caf", "Membres de la communauté"):
        assert text in page


def test_the_page_takes_a_constant_number_of_queries(client, django_assert_num_queries):
    user = UserFactory()
    client.force_login(user)
    MembershipFactory(user=user)
    client.get("/compte/")
    with django_assert_num_queries(4):  # session, account, groups, network
        client.get("/compte/")
    MembershipFactory(user=user)
    MembershipFactory(user=user)
    services.give_role(user=user, role=Role.MEMBER)
    with django_assert_num_queries(4):
        client.get("/compte/")


def test_other_apps_add_their_links(client, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    sections.register_section(AccountSection("Mes traces", "accounts:export", "ce que le site garde", order=2))
    sections.register_section(AccountSection("Mes attestations", "accounts:profile", "vos preuves", order=1))
    client.force_login(UserFactory())
    found = client.get("/compte/").context["sections"]
    assert [(section.name, section.url) for section in found] == [
        ("Mes attestations", "/compte/profil/"),
        ("Mes traces", "/compte/mes-donnees.json"),
    ]


def test_name_and_network_change(client):
    before = MembershipFactory()
    after = NetworkFactory()
    client.force_login(before.user)
    answer = client.post("/compte/profil/", {"first_name": "Zoé", "last_name": "Diop", "network": after.pk})
    assert answer.url == "/compte/"
    user = User.objects.get()
    assert user.get_full_name() == "Zoé Diop"
    assert list(user.memberships.order_by("pk").values_list("network", "origin", "ends_on")) == [
        (before.network_id, MembershipOrigin.DECLARED, timezone.localdate()),
        (after.pk, MembershipOrigin.DECLARED, None),
    ]


def test_saving_the_same_network_changes_nothing(client):
    place = MembershipFactory()
    client.force_login(place.user)
    form = {"first_name": "Zoé", "last_name": "Diop", "network": place.network_id}
    client.post("/compte/profil/", form)
    client.post("/compte/profil/", form)
    assert Membership.objects.get().ends_on is None


def test_a_known_domain_keeps_to_its_network(client):
    domain = EmailDomainFactory(domain="reseau.test")
    below = NetworkFactory(parent=domain.network)
    elsewhere = NetworkFactory()
    client.force_login(UserFactory(email="amina@reseau.test"))
    form = {"first_name": "Zoé", "last_name": "Diop"}
    assert list(client.post("/compte/profil/", {**form, "network": elsewhere.pk}).context["form"].errors) == ["network"]
    assert list(client.post("/compte/profil/", {**form, "network": ""}).context["form"].errors) == ["network"]
    assert not Membership.objects.exists()
    client.post("/compte/profil/", {**form, "network": below.pk})
    assert Membership.objects.get().network == below
    assert Membership.objects.get().origin == MembershipOrigin.DOMAIN


def test_a_form_gives_no_power(client):
    user = UserFactory()
    client.force_login(user)
    form = {"first_name": "Zoé", "last_name": "Diop", "is_superuser": "on", "groups": "1", "email": "x@y.test"}
    client.post("/compte/profil/", {**form, "role": "training_manager"})
    user = User.objects.get()
    assert (user.is_superuser, user.email != "x@y.test", list(user.groups.all())) == (False, True, [])


def test_the_export_holds_everything(client):
    place = MembershipFactory(user__email="amina@reseau.test", network__name="Cnaf et Caf")
    MembershipFactory(network__name="Autre")
    client.post("/compte/connexion/", {"username": "amina@reseau.test", "password": PASSWORD})
    answer = client.get("/compte/mes-donnees.json")
    today = timezone.localdate()
    assert answer["Content-Disposition"] == f'attachment; filename="mes-donnees-{today}.json"'
    data = json.loads(answer.content)["accounts"]
    assert data["identity"]["id"] == str(place.user.uuid)
    assert data["identity"]["email"] == "amina@reseau.test"
    assert data["networks"] == [
        {
            "network": "Cnaf et Caf",
            "role": "Agent",
            "origin": "Déclaré par la personne",
            "from": str(today),
            "until": None,
        }
    ]
    assert [row["ip_address"] for row in data["sign_ins"]] == ["127.0.0.1"]


def test_every_registered_app_is_in_the_export_and_the_erasure(client, monkeypatch):
    monkeypatch.setattr(privacy, "_register", dict(privacy._register))
    calls = []
    for app in ("zebra", "abeille"):
        privacy.register(
            app=app, exporter=lambda user, app=app: {"from": app}, eraser=lambda user, app=app: calls.append(app)
        )
    user = UserFactory()
    exported = privacy.export(user)
    assert [app for app in exported if app in ("accounts", "abeille", "zebra")] == ["accounts", "abeille", "zebra"]
    assert exported["zebra"] == {"from": "zebra"}
    privacy.erase(user)
    assert calls == ["zebra", "abeille"]


def ask_erasure(client, password=PASSWORD):
    return client.post("/compte/effacement/", {"password": password})


def test_an_erasure_waits_thirty_days_and_may_be_cancelled(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    user = UserFactory(email="amina@reseau.test")
    client.force_login(user)
    assert "30 jours" in client.get("/compte/effacement/").text
    assert ask_erasure(client).url == "/compte/"
    assert "sera effacé le 21 décembre 2026" in client.get("/compte/").text
    time_machine.move_to("2026-12-20T10:00:00Z")
    assert services.erase_due_accounts() == 0
    client.force_login(user)
    assert client.post("/compte/effacement/annuler/").url == "/compte/"
    time_machine.move_to("2027-01-21T10:00:00Z")
    assert services.erase_due_accounts() == 0
    assert User.objects.get().erasure_requested_at is None
    deliver_due_mails()
    assert [message.subject for message in mail.outbox] == ["Votre compte sera effacé", "Votre compte est conservé"]
    assert "21 décembre 2026" in mail.outbox[0].body


def test_asking_twice_keeps_the_first_date(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    user = UserFactory()
    client.force_login(user)
    ask_erasure(client)
    first = User.objects.get().erasure_requested_at
    time_machine.move_to("2026-11-22T10:00:00Z")
    services.request_erasure(user=user)
    assert User.objects.get().erasure_requested_at == first
    assert QueuedMail.objects.count() == 1


def test_an_erasure_takes_the_password_and_a_post(client):
    client.force_login(UserFactory())
    assert list(ask_erasure(client, "mauvais").context["form"].errors) == ["password"]
    assert client.get("/compte/effacement/annuler/").status_code == 405
    assert User.objects.get().erasure_requested_at is None


def test_a_due_account_leaves_nothing_behind(client, time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to("2026-11-21T10:00:00Z")
    place = MembershipFactory(user__email="amina@reseau.test")
    user, other = place.user, UserFactory()
    client.post("/compte/connexion/", {"username": user.email, "password": "mauvais"})
    client.post("/compte/connexion/", {"username": user.email, "password": PASSWORD})
    profile = UserProfile.get_for_user(user)
    profile.avatar.save("moi.png", ContentFile(b"image"))
    entry = ModelLogEntry.objects.log_action(user, "wagtail.edit", user=other)
    ask_erasure(client)
    time_machine.move_to("2026-12-21T10:00:01Z")
    assert services.erase_due_accounts() == 1
    assert list(User.objects.all()) == [other]
    assert not Membership.objects.exists()
    assert not AccessLog.objects.filter(username=user.email).exists()
    assert not AccessAttempt.objects.filter(username=user.email).exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    entry.refresh_from_db()
    assert (entry.label, entry.data) == ("", {})
    assert client.get("/compte/").status_code == 302
    deliver_due_mails()
    assert [message.subject for message in mail.outbox] == ["Votre compte est effacé"]
    assert not QueuedMail.objects.exists()
    assert services.erase_due_accounts() == 0


def test_what_resists_keeps_the_account_whole_and_the_others_go(time_machine, monkeypatch, caplog):
    monkeypatch.setattr(privacy, "_register", dict(privacy._register))
    time_machine.move_to("2026-11-21T10:00:00Z")
    stays, goes = MembershipFactory(user__email="reste@reseau.test").user, UserFactory()

    def resist(user):
        if user == stays:
            raise ProtectedError("still needed", set(user.memberships.all()))

    privacy.register(app="aaa", exporter=lambda user: {}, eraser=resist)
    for user in (stays, goes):
        services.request_erasure(user=user)
    time_machine.move_to("2026-12-22T10:00:00Z")
    with pytest.raises(ErasureFailedError, match="1 accounts"):
        services.erase_due_accounts()
    assert list(User.objects.all()) == [stays]
    assert stays.memberships.count() == 1
    assert "Membership" in caplog.text
    assert "reste@" not in caplog.text


def test_old_sign_in_logs_and_sessions_go_with_the_night(client, time_machine):
    time_machine.move_to("2026-01-01T10:00:00Z")
    UserFactory(email="amina@reseau.test")
    client.post("/compte/connexion/", {"username": "amina@reseau.test", "password": PASSWORD})
    session = client.session
    time_machine.shift(timedelta(days=179))
    services.clean_up_accounts()
    assert AccessLog.objects.count() == 1
    assert not session.exists(session.session_key)
    time_machine.shift(timedelta(days=2))
    services.clean_up_accounts()
    assert AccessLog.objects.count() == 0
