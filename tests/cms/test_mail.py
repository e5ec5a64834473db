"""The queue of mails, and those written to files."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from cms.accounts.enums import Role
from cms.mail.models import QueuedMail
from cms.mail.queries import sent_mail, sent_mail_names
from cms.mail.services import deliver_due_mails, queue_mail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def queue(to="amina@reseau.test", link="http://campus.test/x/"):
    return queue_mail(to=to, template="accounts/mail/confirm.txt", context={"link": link})


class Refusing(BaseEmailBackend):
    """A mail server that refuses: a remote host, so a double."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({"amina@reseau.test": (550, b"no")})


def test_a_mail_leaves_once_with_its_two_parts():
    queued = queue()
    assert mail.outbox == []
    assert deliver_due_mails() == 1
    assert deliver_due_mails() == 0
    (message,) = mail.outbox
    assert message.subject == "Confirmez votre inscription"
    assert message.reply_to == ["contact@localhost"]
    assert message.extra_headers["Message-ID"].startswith(f"<{queued.uuid}@")
    assert "http://campus.test/x/" in message.body
    assert '<a href="http://campus.test/x/"' in message.alternatives[0][0]
    assert not QueuedMail.objects.exists()


def test_what_is_put_in_a_mail_is_text_in_both_parts():
    queue(link="<script>alert(1)</script> & l’été")
    deliver_due_mails()
    (message,) = mail.outbox
    assert "<script>alert(1)</script> & l’été" in message.body
    assert "<script>" not in message.alternatives[0][0]


def test_a_refused_mail_is_tried_again_later_then_given_up(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    queued = queue()
    start = timezone.now()
    for attempt, (minute, wait) in enumerate([(0, 2), (2, 4), (6, 8)], start=1):
        now = start + timedelta(minutes=minute)
        deliver_due_mails(now=now - timedelta(seconds=1))
        deliver_due_mails(now=now)
        queued.refresh_from_db()
        assert (queued.attempts, queued.due_at) == (attempt, now + timedelta(minutes=wait))
    deliver_due_mails(now=start + timedelta(days=3))
    assert not QueuedMail.objects.exists()
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1
    assert "amina" not in caplog.text


def test_one_refused_mail_does_not_hold_the_others(settings):
    queue()
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    deliver_due_mails()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    queue(to="bruno@reseau.test")
    assert deliver_due_mails() == 1
    assert mail.outbox[0].to == ["bruno@reseau.test"]


def test_a_mail_that_another_worker_is_sending_is_left_to_it():
    queued = queue()
    QueuedMail.objects.filter(pk=queued.pk).update(due_at=timezone.now() + timedelta(minutes=5))
    assert deliver_due_mails() == 0
    assert deliver_due_mails(now=timezone.now() + timedelta(minutes=6)) == 1


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "cms.mail.backends.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def write(count=1, **kwargs):
    for _ in range(count):
        queue(**kwargs)
    deliver_due_mails()


def test_mails_are_files_without_a_mail_server(folder):
    write(link="http://campus.test/é/")
    (name,) = sent_mail_names()
    found = sent_mail(name)
    assert (found.to, found.subject) == ("amina@reseau.test", "Confirmez votre inscription")
    assert "http://campus.test/é/" in found.text
    assert found.sent_at - timezone.now() < timedelta(minutes=1)
    assert [path.suffix for path in folder.iterdir()] == [".eml"]


@pytest.mark.parametrize("name", ["../secret", "x", "20261121-100000-" + "0" * 32, "..%2fsecret"])
def test_no_name_leads_out_of_the_folder(folder, name):
    write()
    (folder.parent / "secret.eml").write_text("Subject: secret")
    assert sent_mail(name) is None


def test_the_administrator_reads_them(client, folder):
    write(link="<img src=x onerror=alert(1)>")
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    page = client.get("/admin/courriels/")
    assert "Confirmez votre inscription" in page.text
    (name,) = sent_mail_names()
    page = client.get(f"/admin/courriels/{name}/")
    assert page.status_code == 200
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text
    assert "<img src=x" not in page.text
    assert client.get("/admin/courriels/secret/").status_code == 404
    assert client.get("/admin/courriels/..%2fsecret/").status_code == 404


def test_the_list_comes_in_pages(client, folder):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    assert "Aucun courriel" in client.get("/admin/courriels/").text
    write(31)
    assert len(client.get("/admin/courriels/").context["mails"]) == 30
    assert len(client.get("/admin/courriels/?p=2").context["mails"]) == 1
    assert client.get("/admin/courriels/?p=abc").status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANIMATOR])
def test_the_others_do_not(client, folder, role):
    write()
    (name,) = sent_mail_names()
    client.force_login(UserFactory(role=role))
    for path in ("/admin/courriels/", f"/admin/courriels/{name}/"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "amina" not in answer.text
    assert "courriels" not in client.get("/admin/").text


def test_a_visitor_signs_in_first(client):
    assert client.get("/admin/courriels/").url == "/compte/connexion/?next=/admin/courriels/"
