"""The contact form: stored, mailed, forgotten in time."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from cms.pages.models import ContactField, ContactPage
from cms.pages.services import forget_messages
from cms.pages.tasks import forget_messages as forget_messages_task

MESSAGE = {
    "votre_nom": "Léa",
    "votre_adresse_electronique": "lea@example.fr",
    "sujet": "Un problème technique",
    "votre_message": "Bonjour,\n<script>alert(1)</script>",
    "site_web": "",
}

pytestmark = pytest.mark.usefixtures("site_loaded")


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("down")


def test_a_message_is_stored_and_mailed(client, settings):
    settings.CONTACT_EMAIL = "equipe@example.fr"
    response = client.post("/contact/", MESSAGE)
    assert (response.status_code, response.headers["Location"]) == (302, "/contact/?envoye=1")
    stored = FormSubmission.objects.get().form_data
    assert stored == {name: value for name, value in MESSAGE.items() if name != "site_web"}
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["equipe@example.fr"], ["lea@example.fr"])
    assert sent.subject == "Campus Services Publics + : message reçu"
    assert sent.body.splitlines()[0] == "Votre nom: Léa"


def test_the_confirmation_can_be_reloaded(client):
    soup = BeautifulSoup(client.get("/contact/?envoye=1").content, "html.parser")
    assert soup.h1.get_text() == "Message envoyé"
    assert soup.title.get_text() == "Message envoyé – Campus Services Publics +"
    assert (FormSubmission.objects.count(), mail.outbox) == (0, [])


def test_the_page_chooses_who_receives(client):
    ContactPage.objects.update(to_address="a@example.fr, b@example.fr", subject="Sujet\r\nBcc: victime@example.fr")
    client.post("/contact/", MESSAGE)
    assert mail.outbox[0].to == ["a@example.fr", "b@example.fr"]
    assert mail.outbox[0].subject == "Sujet Bcc: victime@example.fr"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_no_header_can_be_added(client, line_break):
    evil = f"lea@example.fr{line_break}Bcc: victime@example.fr"
    response = client.post("/contact/", {**MESSAGE, "votre_adresse_electronique": evil})
    assert (response.status_code, FormSubmission.objects.count(), mail.outbox) == (200, 0, [])


def test_a_refused_message_keeps_what_was_typed(client):
    response = client.post("/contact/", {**MESSAGE, "votre_adresse_electronique": "lea"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.title.get_text().startswith("Erreur : Contact")
    assert soup.select_one("#form-errors a")["href"] == "#id_votre_adresse_electronique"
    assert soup.select_one("#id_votre_adresse_electronique")["value"] == "lea"
    assert soup.select_one("#id_votre_message").get_text().strip() == MESSAGE["votre_message"]
    assert FormSubmission.objects.count() == 0


def test_fields_tell_browsers_what_they_ask(client):
    soup = BeautifulSoup(client.get("/contact/").content, "html.parser")
    assert soup.select_one("#id_votre_nom")["autocomplete"] == "name"
    assert soup.select_one("#id_votre_adresse_electronique")["autocomplete"] == "email"


def test_a_robot_is_thanked_and_nothing_is_kept(client):
    response = client.post("/contact/", {**MESSAGE, "site_web": "https://spam.example"})
    assert response.headers["Location"] == "/contact/?envoye=1"
    assert (FormSubmission.objects.count(), mail.outbox) == (0, [])


def test_a_message_too_long_is_refused(client):
    client.post("/contact/", {**MESSAGE, "votre_message": "x" * 5001})
    assert FormSubmission.objects.count() == 0


def test_a_mail_server_that_is_down_loses_nothing(client, settings):
    settings.EMAIL_BACKEND = "tests.cms.test_contact.BrokenBackend"
    assert client.post("/contact/", MESSAGE).headers["Location"] == "/contact/?envoye=1"
    assert FormSubmission.objects.count() == 1


def test_messages_are_forgotten_after_a_year(client):
    client.post("/contact/", MESSAGE)
    client.post("/contact/", MESSAGE)
    old, recent = FormSubmission.objects.order_by("pk")
    FormSubmission.objects.filter(pk=old.pk).update(submit_time=timezone.now() - timedelta(days=366))
    assert forget_messages() == 1
    assert list(FormSubmission.objects.all()) == [recent]
    assert forget_messages(now=timezone.now() + timedelta(days=364)) == 0
    forget_messages_task()
    assert list(FormSubmission.objects.all()) == [recent]


def test_an_editor_adds_a_field(client):
    page = ContactPage.objects.get()
    field = ContactField(page=page, label="Votre réseau", field_type="radio", choices="Caf\nDGFiP", required=True)
    field.save()
    assert client.post("/contact/", MESSAGE).status_code == 200
    client.post("/contact/", {**MESSAGE, "votre_reseau": "Caf"})
    assert FormSubmission.objects.get().form_data["votre_reseau"] == "Caf"
