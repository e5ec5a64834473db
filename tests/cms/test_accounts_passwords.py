"""Lost, changed, and reset passwords; changed addresses."""

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from cms.accounts.models import User
from cms.mail.services import deliver_due_mails
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "un autre mot de passe"


def mails_to(address):
    deliver_due_mails()
    return [message for message in mail.outbox if message.to == [address]]


def path_in(message):
    return re.sub(r"^http://[^/]+", "", re.search(r"http://\S+", message.body)[0])


def ask_reset(client, email):
    return client.post("/compte/mot-de-passe-oublie/", {"email": email})


def choose(client, path):
    form = client.get(path, follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})


def test_a_lost_password_is_replaced_once(client):
    user = UserFactory(email="amina@reseau.test")
    assert ask_reset(client, "Amina@reseau.test").url == "/compte/mot-de-passe-oublie/suite/"
    path = path_in(mails_to("amina@reseau.test")[0])
    assert choose(client, path).url == "/compte/connexion/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(path).status_code == 410
    assert [message.subject for message in mails_to("amina@reseau.test")][1] == "Votre mot de passe a changé"


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    UserFactory(email="connue@reseau.test")
    known = client.post("/compte/mot-de-passe-oublie/", {"email": "connue@reseau.test"}, follow=True)
    unknown = client.post("/compte/mot-de-passe-oublie/", {"email": "inconnue@reseau.test"}, follow=True)
    assert unknown.redirect_chain == known.redirect_chain
    assert unknown.text == known.text
    assert mails_to("inconnue@reseau.test") == []


def test_the_reset_link_dies_after_a_day(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    UserFactory(email="amina@reseau.test")
    ask_reset(client, "amina@reseau.test")
    path = path_in(mails_to("amina@reseau.test")[0])
    time_machine.move_to("2026-11-22T10:00:01Z")
    assert client.get(path).status_code == 410


def test_the_reset_link_ignores_the_host_header(client, settings):
    settings.SITE_URL = "http://campus.test"
    settings.ALLOWED_HOSTS = ["*"]
    UserFactory(email="amina@reseau.test")
    client.post("/compte/mot-de-passe-oublie/", {"email": "amina@reseau.test"}, headers={"host": "evil.example"})
    assert "http://campus.test/compte/mot-de-passe/" in mails_to("amina@reseau.test")[0].body
    assert "evil" not in mails_to("amina@reseau.test")[0].body


def test_a_reset_confirms_the_address_and_voids_the_sign_up_link(client):
    form = {"first_name": "A", "last_name": "B", "email": "amina@reseau.test", "password": PASSWORD}
    client.post("/compte/inscription/", form)
    confirmation = path_in(mails_to("amina@reseau.test")[0])
    ask_reset(client, "amina@reseau.test")
    choose(client, path_in(mails_to("amina@reseau.test")[1]))
    assert User.objects.get().email_confirmed_at is not None
    assert client.get(confirmation).status_code == 410


def test_a_reset_lifts_the_throttling(client):
    UserFactory(email="amina@reseau.test")
    for _ in range(5):
        client.post("/compte/connexion/", {"username": "amina@reseau.test", "password": "mauvais"})
    ask_reset(client, "amina@reseau.test")
    choose(client, path_in(mails_to("amina@reseau.test")[0]))
    answer = client.post("/compte/connexion/", {"username": "amina@reseau.test", "password": NEW})
    assert answer.status_code == 302


def test_changing_the_password_signs_the_other_devices_out(client):
    user = UserFactory(email="amina@reseau.test")
    other = Client()
    client.force_login(user)
    other.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/compte/mot-de-passe/", form).url == "/compte/"
    assert get_user(client) == user
    assert get_user(other).is_anonymous
    assert [message.subject for message in mails_to("amina@reseau.test")] == ["Votre mot de passe a changé"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "mauvais"}, "old_password"),
        ({"new_password1": "court", "new_password2": "court"}, "new_password2"),
        ({"new_password2": "différent"}, "new_password2"),
    ],
)
def test_a_refused_password_changes_nothing(client, changes, field):
    user = UserFactory()
    client.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **changes}
    answer = client.post("/compte/mot-de-passe/", form)
    assert list(answer.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def ask_change(client, email="nouvelle@reseau.test", password=PASSWORD):
    return client.post("/compte/adresse/", {"email": email, "password": password})


def test_a_new_address_confirms_and_the_old_one_is_told(client):
    user = UserFactory(email="ancienne@reseau.test")
    client.force_login(user)
    assert ask_change(client, "Nouvelle@reseau.test").url == "/compte/"
    user.refresh_from_db()
    assert user.email == "ancienne@reseau.test"
    path = path_in(mails_to("nouvelle@reseau.test")[0])
    assert client.get(path).status_code == 200
    user.refresh_from_db()
    assert user.email == "ancienne@reseau.test", "opening the link changes nothing"
    assert client.post(path).url == "/compte/"
    user.refresh_from_db()
    assert user.email == "nouvelle@reseau.test"
    assert [message.subject for message in mails_to("ancienne@reseau.test")] == [
        "Un changement d’adresse est demandé",
        "Votre adresse a changé",
    ]
    assert client.post(path).status_code == 410, "the link serves once"


def test_a_taken_address_is_not_revealed(client):
    UserFactory(email="connue@reseau.test")
    user = UserFactory(email="amina@reseau.test")
    client.force_login(user)
    taken = client.post("/compte/adresse/", {"email": "connue@reseau.test", "password": PASSWORD}, follow=True)
    free = client.post("/compte/adresse/", {"email": "libre@reseau.test", "password": PASSWORD}, follow=True)
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub("", taken.text) == strip.sub("", free.text)
    assert [message.subject for message in mails_to("connue@reseau.test")] == ["Vous avez déjà un compte"]


def test_an_address_taken_meanwhile_is_refused(client):
    user = UserFactory(email="amina@reseau.test")
    client.force_login(user)
    ask_change(client)
    path = path_in(mails_to("nouvelle@reseau.test")[0])
    UserFactory(email="NOUVELLE@reseau.test")
    assert client.post(path).status_code == 410
    user.refresh_from_db()
    assert user.email == "amina@reseau.test"


def test_changing_the_password_cancels_the_change_of_address(client):
    user = UserFactory(email="amina@reseau.test")
    client.force_login(user)
    ask_change(client)
    path = path_in(mails_to("nouvelle@reseau.test")[0])
    user.set_password(NEW)
    user.save()
    assert client.get(path).status_code == 410


def test_the_change_link_dies_after_a_day(client, time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z")
    client.force_login(UserFactory())
    ask_change(client)
    path = path_in(mails_to("nouvelle@reseau.test")[0])
    time_machine.move_to("2026-11-22T10:00:02Z")
    assert client.get(path).status_code == 410
    assert client.get("/compte/adresse/faux:jeton/").status_code == 410


def test_an_address_is_not_changed_without_the_password(client):
    client.force_login(UserFactory())
    answer = ask_change(client, password="mauvais")
    assert list(answer.context["form"].errors) == ["password"]
    assert mails_to("nouvelle@reseau.test") == []


def test_changes_of_address_are_limited(client):
    client.force_login(UserFactory())
    answers = [ask_change(client, f"n{n}@reseau.test").status_code for n in range(4)]
    assert answers == [302, 302, 302, 429]


def test_an_open_session_gives_few_guesses(client):
    client.force_login(UserFactory())
    answers = [client.post("/compte/effacement/", {"password": f"essai {n}"}).status_code for n in range(19)]
    answers += [ask_change(client, password="essai").status_code, ask_change(client).status_code]
    assert answers == [200] * 20 + [429]
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/compte/mot-de-passe/", form).status_code == 429


def test_a_password_form_is_for_who_is_signed_in(client):
    for path in ("/compte/adresse/", "/compte/effacement/", "/compte/mot-de-passe/"):
        assert client.post(path, {}).url == f"/compte/connexion/?next={path}"
