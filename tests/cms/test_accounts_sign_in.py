"""Signing in and out: one door, throttled without locking the victim out."""

import logging

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import get_user
from django.test import Client

from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"


def sign_in(client, email, password=PASSWORD, *, place="192.0.2.1", **extra):
    return client.post(LOGIN, {"username": email, "password": password}, REMOTE_ADDR=place, **extra)


def fail(client, email, times, **extra):
    return [sign_in(client, email, "mauvais", **extra).status_code for _ in range(times)]


def test_the_right_password_opens_whatever_the_capitals(client):
    user = UserFactory(email="amina@reseau.test")
    answer = sign_in(client, " Amina@Reseau.test ")
    assert (answer.status_code, answer.url) == (302, "/")
    assert get_user(client) == user


def test_unknown_wrong_unconfirmed_and_closed_read_the_same(client):
    UserFactory(email="connue@reseau.test")
    UserFactory(email="attend@reseau.test", email_confirmed_at=None)
    UserFactory(email="fermee@reseau.test", is_active=False)
    errors = [
        sign_in(client, email, password).context["form"].non_field_errors()
        for email, password in [
            ("inconnue@reseau.test", PASSWORD),
            ("connue@reseau.test", "mauvais"),
            ("attend@reseau.test", PASSWORD),
            ("fermee@reseau.test", PASSWORD),
        ]
    ]
    assert errors == [errors[0]] * 4
    assert "incorrect" in errors[0][0]


def test_an_unknown_address_costs_one_hash_too(client, monkeypatch):
    hashed = []
    make = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: (hashed.append(raw), make(self, raw)))
    sign_in(client, "inconnue@reseau.test", "mauvais")
    assert hashed == ["mauvais"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/compte/", "/compte/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/compte/", "http://testserver/compte/"),
    ],
)
def test_next_stays_on_this_site(client, target, expected):
    UserFactory(email="amina@reseau.test")
    answer = client.post(LOGIN, {"username": "amina@reseau.test", "password": PASSWORD, "next": target})
    assert answer.url == expected
    assert client.get(LOGIN, {"next": target}).url == ("/compte/" if expected == "/" else expected)


def test_five_failures_close_an_address_for_a_while(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    UserFactory(email="amina@reseau.test")
    assert fail(client, "amina@reseau.test", 5) == [200] * 4 + [429]
    answer = sign_in(client, "amina@reseau.test")
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "15 minutes" in answer.text
    assert "Trop d’essais" in answer.text
    time_machine.move_to("2026-11-21T10:14:00Z")
    assert sign_in(client, "amina@reseau.test").status_code == 429
    time_machine.move_to("2026-11-21T10:15:01Z")
    assert sign_in(client, "amina@reseau.test").status_code == 302


def test_capitals_and_browsers_give_no_more_tries(client):
    UserFactory(email="amina@reseau.test")
    spellings = [
        "amina@reseau.test",
        "Amina@reseau.test",
        "AMINA@RESEAU.TEST",
        " amina@reseau.test",
        "aMINA@reseau.test",
    ]
    answers = [
        sign_in(client, spelling, "mauvais", headers={"user-agent": f"navigateur {n}"}).status_code
        for n, spelling in enumerate(spellings)
    ]
    assert answers == [200] * 4 + [429]


def test_an_attacker_elsewhere_does_not_lock_the_victim_out(client):
    UserFactory(email="amina@reseau.test")
    fail(Client(), "amina@reseau.test", 20, place="203.0.113.9")
    assert sign_in(client, "amina@reseau.test", place="192.0.2.1").status_code == 302


def test_one_colleague_does_not_lock_the_office_out(client):
    UserFactory(email="amina@reseau.test")
    UserFactory(email="bruno@reseau.test")
    fail(Client(), "bruno@reseau.test", 6)
    assert sign_in(client, "amina@reseau.test").status_code == 302


def test_one_place_cannot_try_every_address(client, settings):
    settings.SIGN_IN_FAILURES_PER_PLACE = 8
    UserFactory(email="amina@reseau.test")
    answers = [sign_in(client, f"a{n}@reseau.test", "mauvais").status_code for n in range(8)]
    assert answers == [200] * 7 + [429]
    assert sign_in(client, "amina@reseau.test").status_code == 429
    assert sign_in(Client(), "amina@reseau.test", place="192.0.2.2").status_code == 302


def test_an_attacker_with_an_account_does_not_reset_the_count_of_the_place(client, settings):
    settings.SIGN_IN_FAILURES_PER_PLACE = 8
    UserFactory(email="pirate@reseau.test")
    for n in range(7):
        sign_in(client, f"a{n}@reseau.test", "mauvais")
    assert sign_in(client, "pirate@reseau.test").status_code == 302
    assert sign_in(Client(), "a8@reseau.test", "mauvais").status_code == 429


def test_a_success_forgets_the_failures_of_that_address(client):
    UserFactory(email="amina@reseau.test")
    fail(client, "amina@reseau.test", 4)
    sign_in(client, "amina@reseau.test")
    client.logout()
    assert fail(client, "amina@reseau.test", 4) == [200] * 4


def test_ipv6_neighbours_are_one_place(client):
    UserFactory(email="amina@reseau.test")
    answers = [
        sign_in(client, "amina@reseau.test", "mauvais", place=f"2001:db8:1:2::{n:x}").status_code for n in range(5)
    ]
    assert answers == [200] * 4 + [429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "pas une adresse", None),
        (1, None, "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(client, settings, proxies, forwarded, counted):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    sign_in(client, "amina@reseau.test", "mauvais", headers=headers)
    assert AccessAttempt.objects.get().ip_address == counted


def test_the_journal_of_failures_holds_neither_address_nor_password_in_clear(client, caplog):
    caplog.set_level(logging.DEBUG, logger="axes")
    fail(client, "amina@reseau.test", 5)
    attempt = AccessAttempt.objects.get()
    for text in (attempt.post_data, attempt.get_data, caplog.text):
        assert "amina" not in text
        assert "mauvais" not in text


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())
    for path in ("/compte/deconnexion/", "/admin/logout/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies.get("sessionid")
        assert get_user(client).is_authenticated
    assert client.post("/compte/deconnexion/").url == "/"
    assert get_user(client).is_anonymous


def test_signing_out_of_wagtail_is_the_same(client):
    client.force_login(UserFactory())
    assert client.post("/admin/logout/").url == "/"
    assert get_user(client).is_anonymous


def test_signing_out_needs_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    assert client.post("/compte/deconnexion/").status_code == 403
    assert get_user(client).is_authenticated


def test_there_is_no_second_door(client):
    UserFactory(email="chef@reseau.test", role=Role.ADMINISTRATOR)
    assert client.get("/admin/").url == "/compte/connexion/?next=/admin/"
    assert client.get("/admin/login/").url == "/compte/connexion/?next=/admin/"
    assert client.get("/_util/login/").url == "/compte/connexion/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/pages/").url == "/compte/connexion/?next=/admin/pages/"
    for path in ("/admin/login/", "/_util/login/"):
        client.post(path, {"username": "chef@reseau.test", "password": PASSWORD})
        assert get_user(client).is_anonymous
    assert client.get("/admin/password_reset/").status_code == 404


def test_whoever_may_not_enter_the_administration_is_told_so(client):
    client.force_login(UserFactory(role=Role.MEMBER))
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [("/compte/connexion/?next=/admin/", 302)]
    assert answer.status_code == 403
    assert "Accès réservé" in answer.text


def test_closing_an_account_ends_its_sessions(client):
    user = UserFactory()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/compte/").status_code == 302


def test_sign_ins_are_kept_for_their_owner(client):
    UserFactory(email="amina@reseau.test")
    sign_in(client, "amina@reseau.test")
    assert AccessLog.objects.get().username == "amina@reseau.test"
