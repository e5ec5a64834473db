"""From the sign-up form to a usable account."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.accounts import services
from cms.accounts.enums import MembershipOrigin
from cms.accounts.models import User
from cms.mail.services import deliver_due_mails
from tests.factories.accounts import PASSWORD, EmailDomainFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db

FORM = {
    "first_name": "Amina",
    "last_name": "Benali",
    "email": "amina@reseau.test",
    "network": "",
    "password": PASSWORD,
}


def mails_to(address):
    deliver_due_mails()
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message):
    return re.search(r"http://\S+", message.body)[0]


def path_in(message):
    return re.sub(r"^http://[^/]+", "", link_in(message))


def sign_up(client, **changes):
    return client.post("/compte/inscription/", {**FORM, **changes})


def test_the_link_and_the_password_open_the_account(client):
    answer = sign_up(client)
    assert (answer.status_code, answer.url) == (302, "/compte/inscription/suite/")
    assert client.get(answer.url).status_code == 200
    (message,) = mails_to("amina@reseau.test")
    path = path_in(message)
    assert client.get(path).status_code == 200
    assert User.objects.get().email_confirmed_at is None, "opening the link changes nothing"
    answer = client.post(path, {"password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/compte/")
    user = User.objects.get()
    assert user.email_confirmed_at is not None
    assert get_user(client) == user


def test_the_account_is_unusable_before(client):
    sign_up(client)
    answer = client.post("/compte/connexion/", {"username": "amina@reseau.test", "password": PASSWORD})
    assert answer.status_code == 200
    assert get_user(client).is_anonymous


def test_the_link_serves_once(client):
    sign_up(client)
    path = path_in(mails_to("amina@reseau.test")[0])
    client.post(path, {"password": PASSWORD})
    client.logout()
    assert client.get(path).status_code == 410
    assert client.post(path, {"password": PASSWORD}).status_code == 410
    assert get_user(client).is_anonymous


def test_the_link_dies_after_a_day(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    sign_up(client)
    path = path_in(mails_to("amina@reseau.test")[0])
    time_machine.move_to("2026-11-22T09:59:00Z")
    assert client.get(path).status_code == 200
    time_machine.move_to("2026-11-22T10:00:01Z")
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("path", ["/compte/confirmer/MQ/faux/", "/compte/confirmer/é/x/"])
def test_a_made_up_link_is_dead(client, path):
    assert client.get(path).status_code == 410


def test_a_link_with_a_nul_is_refused(client):
    assert client.get("/compte/confirmer/%00/x-y/").status_code == 400


def test_the_link_alone_opens_nothing(client):
    """Somebody else's sign-up on my address: I have the link, not their password; they have neither my mail."""
    sign_up(client)
    path = path_in(mails_to("amina@reseau.test")[0])
    answer = client.post(path, {"password": "un autre mot de passe"})
    assert "n’est pas celui que vous avez choisi" in answer.text
    assert User.objects.get().email_confirmed_at is None


def test_guesses_on_the_link_are_counted(client):
    sign_up(client)
    path = path_in(mails_to("amina@reseau.test")[0])
    answers = [client.post(path, {"password": f"essai numéro {n}"}).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_second_sign_up_replaces_an_unconfirmed_one(client):
    sign_up(client, password="le mot de passe d'un autre", first_name="Zoé")
    first = path_in(mails_to("amina@reseau.test")[0])
    sign_up(client)
    second = path_in(mails_to("amina@reseau.test")[1])
    assert client.get(first).status_code == 410
    client.post(second, {"password": PASSWORD})
    user = User.objects.get()
    assert (user.first_name, user.email_confirmed_at is not None) == ("Amina", True)


def test_a_known_address_gets_the_same_page_and_another_mail(client):
    UserFactory(email="connue@reseau.test")
    unknown = client.post("/compte/inscription/", FORM, follow=True)
    known = client.post("/compte/inscription/", {**FORM, "email": "Connue@reseau.test"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)
    (message,) = mails_to("connue@reseau.test")
    assert message.subject == "Vous avez déjà un compte"
    assert User.objects.get(email="connue@reseau.test").check_password(PASSWORD)
    assert User.objects.get(email="connue@reseau.test").first_name == "Camille"


def test_resending_says_the_same_to_everyone(client):
    UserFactory(email="connue@reseau.test")
    sign_up(client)
    pages = [
        client.post("/compte/inscription/nouveau-lien/", {"email": email}).url
        for email in ("amina@reseau.test", "connue@reseau.test", "inconnue@reseau.test")
    ]
    assert pages == ["/compte/inscription/suite/"] * 3
    assert [message.subject for message in mails_to("amina@reseau.test")] == ["Confirmez votre inscription"] * 2
    assert [message.subject for message in mails_to("connue@reseau.test")] == ["Vous avez déjà un compte"]
    assert mails_to("inconnue@reseau.test") == []


def test_one_address_gets_three_mails_an_hour(client):
    for _ in range(5):
        assert sign_up(client).url == "/compte/inscription/suite/"
    assert len(mails_to("amina@reseau.test")) == 3


def test_one_place_cannot_flood(client, monkeypatch):
    monkeypatch.setattr("cms.accounts.views.base.MAILS_FROM_A_PLACE", 2)
    answers = [sign_up(client, email=f"a{n}@reseau.test") for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert not User.objects.filter(email="a2@reseau.test").exists()


def test_the_link_ignores_the_host_header(client, settings):
    settings.SITE_URL = "http://campus.test"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/compte/inscription/", FORM, headers={"host": "evil.example"})
    assert link_in(mails_to("amina@reseau.test")[0]).startswith("http://campus.test/compte/confirmer/")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "pas une adresse", "Écrivez une adresse de la forme nom@domaine.fr."),
        ("password", "court", "trop court"),
        ("password", "amina@reseau.test", "trop semblable"),
        ("first_name", "", "requis"),
        ("network", "9999", "Sélectionnez un choix valide"),
        ("email", "a\x00@reseau.test", "caractère nul"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(client, field, value, message):
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert message in " ".join(answer.context["form"].errors[field])
    assert "<title>Erreur" in answer.text
    assert 'value="Benali"' in answer.text
    assert not User.objects.exists()


def test_the_domain_decides_of_the_network(client):
    domain = EmailDomainFactory(domain="reseau.test")
    below = NetworkFactory(parent=domain.network)
    elsewhere = NetworkFactory()
    sign_up(client, email="a@sous.reseau.test")
    sign_up(client, email="b@reseau.test", network=below.pk)
    sign_up(client, email="c@reseau.test", network=elsewhere.pk)
    sign_up(client, email="d@ailleurs.test", network=elsewhere.pk)
    sign_up(client, email="e@pasreseau.test")
    found = {
        user.email[0]: [(place.network, place.origin) for place in user.memberships.all()]
        for user in User.objects.all()
    }
    assert found == {
        "a": [(domain.network, MembershipOrigin.DOMAIN)],
        "b": [(below, MembershipOrigin.DOMAIN)],
        "c": [(domain.network, MembershipOrigin.DOMAIN)],
        "d": [(elsewhere, MembershipOrigin.DECLARED)],
        "e": [],
    }


def test_an_unconfirmed_account_counts_nowhere(client):
    EmailDomainFactory(domain="reseau.test")
    sign_up(client)
    user = User.objects.get()
    assert user.memberships.active().count() == 0
    services.confirm_account(user=user)
    assert user.memberships.active().count() == 1


def test_the_list_of_networks_takes_one_query(client, django_assert_num_queries):
    top = NetworkFactory(name="Caisse")
    client.get("/compte/inscription/")  # the menu is kept in the cache from now on
    with django_assert_num_queries(1):
        client.get("/compte/inscription/")
    NetworkFactory(name="Accueil", parent=NetworkFactory(name="Direction", parent=top))
    with django_assert_num_queries(1):
        page = client.get("/compte/inscription/")
    labels = [label for _, label in page.context["form"].fields["network"].choices]
    assert labels == ["Aucun de ces réseaux", "Caisse", "Caisse › Direction", "Caisse › Direction › Accueil"]


def test_whoever_is_signed_in_has_no_form_to_fill(client):
    client.force_login(UserFactory())
    assert client.get("/compte/inscription/").url == "/compte/"


def test_mails_have_two_parts_and_no_name_from_the_form(client):
    sign_up(client, first_name="Gagnez http://mechant.test <b>")
    (message,) = mails_to("amina@reseau.test")
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert link_in(message) in html
    assert "mechant" not in message.body + html
    assert message.reply_to == ["contact@localhost"]


def test_a_forgotten_sign_up_is_removed(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    sign_up(client)
    UserFactory(email="confirmee@reseau.test", date_joined=timezone.now() - timedelta(days=100))
    time_machine.shift(timedelta(days=6))
    services.clean_up_accounts()
    assert User.objects.count() == 2
    time_machine.shift(timedelta(days=1, seconds=1))
    services.clean_up_accounts()
    assert [user.email for user in User.objects.all()] == ["confirmee@reseau.test"]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one_account():
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: posted_from_a_thread(), range(2)))
    assert answers == [302, 302]
    assert User.objects.count() == 1


def posted_from_a_thread():
    try:
        return Client().post("/compte/inscription/", FORM).status_code
    finally:
        connection.close()
