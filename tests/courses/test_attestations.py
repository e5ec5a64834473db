"""The attestation, from the passed module to the page that anyone may ask."""

import hashlib
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.accounts.enums import Role
from cms.core import codes, pdf
from cms.core.announcements import announced
from courses import keys
from courses.models import Attestation
from courses.services.attestations import (
    erase_attestations,
    issue_attestation,
    render_attestation,
    render_missing,
    restore_attestation,
    revoke_attestation,
)
from courses.signals import AttestationEarned
from courses.tasks import render_attestations
from tests.factories.accounts import NetworkFactory, UserFactory
from tests.factories.courses import AttemptFactory, AttestationFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # the 22nd in Paris


@pytest.fixture
def earned():
    """The announcements of earned attestations, as they come."""
    heard = []

    def hear(announcements, **kwargs):
        heard.extend(one for one in announcements if isinstance(one, AttestationEarned))

    announced.connect(hear)
    yield heard
    announced.disconnect(hear)


@pytest.fixture
def no_pango(monkeypatch):
    """A machine without the libraries of WeasyPrint."""
    monkeypatch.setattr(pdf, "available", lambda: False)


@pytest.fixture
def enrolment():
    user = UserFactory(first_name="Éloïse", last_name="Lœuillet")
    return EnrolmentFactory(user=user, network=NetworkFactory(slug="caf-du-nord"), passed=True, passed__at=AT)


@pytest.fixture
def attestation(enrolment):
    return issue_attestation(attempt=enrolment.best_attempt)


def read(attestation: Attestation) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(Path(attestation.file.path).read_bytes()))


# -- Issue -------------------------------------------------------------------------------------------------------------


def test_what_it_says_is_frozen(enrolment, attestation):
    enrolment.user.last_name = "Autre"
    enrolment.user.save()
    enrolment.module.title = "Autre titre"
    enrolment.module.save()
    stored = Attestation.objects.get()
    assert (stored.holder_name, stored.title, stored.course_title, stored.minutes, stored.earned_at) == (
        "Éloïse Lœuillet",
        "Une promesse, une posture : accueillir avec bienveillance",
        "Services Publics +",
        25,
        AT,
    )
    assert stored.objectives == ["Situer le programme.", "Reconnaître un accueil bienveillant.", "Expliquer un refus."]
    assert stored.version == enrolment.best_attempt.version
    assert codes.parsed(stored.code) == stored.code


def test_one_per_enrolment_whatever_the_number_of_passed_attempts(enrolment, attestation):
    again = AttemptFactory(
        enrolment=enrolment, version=enrolment.best_attempt.version, number=2, finished_at=AT, passed=True
    )
    assert issue_attestation(attempt=again) == attestation
    assert Attestation.objects.count() == 1


def test_a_code_drawn_twice_is_drawn_again(monkeypatch, attestation):
    draws = iter([attestation.code, "7K3Q98ZTR24"])
    monkeypatch.setattr(codes, "new_code", lambda: next(draws))
    assert AttestationFactory().code == "7K3Q98ZTR24"


def test_an_issue_that_is_rolled_back_leaves_nothing(enrolment, earned):
    with transaction.atomic():
        issue_attestation(attempt=enrolment.best_attempt)
        transaction.set_rollback(True)
    assert Attestation.objects.count() == 0
    assert earned == []


def test_the_attestation_outlives_its_attempt(enrolment, attestation):
    enrolment.attempts.all().delete()
    stored = Attestation.objects.get()
    assert stored.attempt is None
    assert read(render_attestation(attestation=stored)).pages[0].extract_text().count("Éloïse Lœuillet") == 1


# -- File --------------------------------------------------------------------------------------------------------------


def test_the_file_is_a_tagged_french_pdf(attestation):
    reader = read(render_attestation(attestation=attestation))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        True,
        "fr",
        True,
    )
    assert root["/StructTreeRoot"]["/K"]
    assert reader.xmp_metadata.rdf_root.toxml().count('pdfuaid:part="1"') == 1
    assert reader.metadata.title == f"Attestation de réussite – {attestation.title} – Éloïse Lœuillet"
    assert reader.metadata.author == "Campus Services Publics +"


def structure(node) -> list[str]:
    """The tags of the structure tree in reading order."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    own = [str(node["/S"])] if "/S" in node else []
    return own + [tag for child in children for tag in structure(child)]


def test_the_file_has_headings_and_lists(attestation):
    tags = structure(read(render_attestation(attestation=attestation)).trailer["/Root"]["/StructTreeRoot"])
    assert [tag for tag in tags if tag in {"/H1", "/H2", "/LI"}] == ["/H1", "/H2", "/LI", "/LI", "/LI"]
    assert tags.count("/Link") == 1


def test_the_file_says_all_on_one_landscape_page(attestation):
    (page,) = read(render_attestation(attestation=attestation)).pages
    text = " ".join(page.extract_text().split())
    assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]
    for fact in (
        "Éloïse Lœuillet",
        "Une promesse, une posture : accueillir avec bienveillance",
        "Services Publics +",
        "Reconnaître un accueil bienveillant.",
        "22 novembre 2026",
        "25 minutes",
        attestation.shown_code,
        f"{settings.SITE_URL}/attestation/{attestation.shown_code}/",
    ):
        assert fact in text


def test_the_file_embeds_the_fonts_of_the_state(attestation):
    (page,) = read(render_attestation(attestation=attestation)).pages
    fonts = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in page["/Resources"]["/Font"].values()}
    assert {name.split("-")[0] for name in fonts} == {"Marianne", "Spectral"}


def test_markup_in_a_name_stays_text():
    user = UserFactory(first_name="<b>Zoé</b>", last_name="{{ 1 }}")
    made = render_attestation(attestation=AttestationFactory(enrolment=EnrolmentFactory(user=user, passed=True)))
    assert "<b>Zoé</b> {{ 1 }}" in read(made).pages[0].extract_text()


def test_a_template_that_names_a_missing_file_makes_no_file(attestation, tmp_path):
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses/attestation_pdf.html").write_text('<html lang="fr"><img src="static:absent.png" alt="">')
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with override_settings(TEMPLATES=templates), pytest.raises(FileNotFoundError, match="absent"):
        render_attestation(attestation=attestation)
    assert Attestation.objects.get().file.name == ""


def test_the_file_is_private_and_hashed(attestation):
    made = render_attestation(attestation=attestation)
    path = Path(made.file.path)
    assert path.is_relative_to(settings.PRIVATE_ROOT)
    assert path.stat().st_mode & 0o777 == 0o600
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_it_is_announced_once_with_its_file(enrolment, attestation, earned):
    for _ in range(2):
        render_attestation(attestation=attestation)
        attestation.refresh_from_db()
    assert earned == [
        AttestationEarned(
            key=keys.attestation(enrolment.pk),
            at=AT,
            user_id=enrolment.user_id,
            registration=str(enrolment.pk),
            module_key=str(enrolment.module.module_key),
            course_key=str(enrolment.session.course.key),
            session=str(enrolment.session.uuid),
            network="caf-du-nord",
            attempt=str(enrolment.best_attempt_id),
            version_id=attestation.version_id,
            sha256=attestation.sha256,
            length=Path(attestation.file.path).stat().st_size,
        )
    ]


def test_without_pango_it_is_announced_at_once_and_never_again(enrolment, earned, no_pango, monkeypatch):
    attestation = issue_attestation(attempt=enrolment.best_attempt)
    assert render_missing() == 0
    assert [(one.sha256, one.length) for one in earned] == [("", 0)]
    monkeypatch.undo()
    assert render_missing() == 1
    assert len(earned) == 1
    attestation.refresh_from_db()
    assert attestation.file.name != ""


def test_a_file_left_by_a_killed_process_is_replaced(attestation):
    path = Path(settings.PRIVATE_ROOT) / "attestations" / attestation.code[:2] / f"{attestation.code}.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half a fi")
    made = render_attestation(attestation=attestation)
    assert Path(made.file.path) == path
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_listener_that_fails_leaves_no_file_behind_in_the_row(attestation):
    def fail(**kwargs):
        raise RuntimeError("outbox full")

    announced.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="outbox full"):
            render_attestation(attestation=attestation)
    finally:
        announced.disconnect(fail)
    stored = Attestation.objects.get()
    assert (stored.file.name, stored.sha256, stored.announced_at) == ("", "", None)


def test_the_sweep_makes_what_is_missing_and_goes_on_after_a_failure(monkeypatch, caplog):
    bad, good = AttestationFactory(), AttestationFactory()
    render = pdf.render

    def render_but_one(template, context):
        if context["attestation"] == bad:
            raise OSError("no space left")
        return render(template, context)

    monkeypatch.setattr(pdf, "render", render_but_one)
    render_attestations()
    assert list(Attestation.objects.exclude(file="")) == [good]
    lines = [record.getMessage() for record in caplog.records if record.name == "courses.services.attestations"]
    assert lines == [f"attestation {bad.pk} has no file yet"]
    monkeypatch.undo()
    render_attestations()
    assert Attestation.objects.filter(file="").count() == 0


def test_the_second_of_two_that_saw_no_file_keeps_the_first_ones(attestation, earned):
    first, second = (Attestation.objects.get(pk=attestation.pk) for _ in range(2))
    made = render_attestation(attestation=first).sha256
    assert render_attestation(attestation=second).sha256 == made
    assert len(earned) == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads share one in-memory database, which locks as a whole"
)
@pytest.mark.django_db(transaction=True)
def test_four_at_once_make_one_file_and_one_announcement(earned):
    attestation = AttestationFactory()
    barrier, made = Barrier(4), []

    def work():
        try:
            barrier.wait()
            made.append(render_attestation(attestation=Attestation.objects.get(pk=attestation.pk)).sha256)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = Attestation.objects.get()
    assert set(made) == {stored.sha256} == {hashlib.sha256(Path(stored.file.path).read_bytes()).hexdigest()}
    assert len(made) == 4
    assert len(earned) == 1


# -- One's own ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_ones_own_only(client, attestation):
    other = AttestationFactory(enrolment=EnrolmentFactory(passed=True, module__title="Module d'une autre"))
    client.force_login(attestation.user)
    html = client.get(reverse("courses:own_attestations")).content.decode()
    assert attestation.shown_code in html
    assert other.shown_code not in html


def test_the_list_without_attestation_says_how_to_get_one(client):
    client.force_login(UserFactory())
    assert "Vous n’avez pas encore d’attestation." in client.get("/mes-attestations/").content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client):
    user = UserFactory()
    client.force_login(user)
    client.get("/mes-attestations/")  # what is cached for the whole site
    counts = []
    for _ in range(3):
        AttestationFactory(enrolment=EnrolmentFactory(user=user, passed=True))
        with CaptureQueriesContext(connection) as queries:
            client.get("/mes-attestations/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("name", ["own_attestation", "attestation_file"])
def test_another_persons_attestation_does_not_exist(client, attestation, name):
    url = reverse(f"courses:{name}", args=[attestation.shown_code])
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["own_attestations", "own_attestation", "attestation_file"])
def test_a_visitor_is_asked_to_sign_in(client, attestation, name):
    url = reverse(f"courses:{name}", args=[] if name == "own_attestations" else [attestation.shown_code])
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('accounts:login')}?next={url}")


def test_the_download_makes_the_file_when_the_sweep_has_not(client, attestation):
    client.force_login(attestation.user)
    response = client.get(reverse("courses:attestation_file", args=[attestation.shown_code]))
    data = response.getvalue()
    attestation.refresh_from_db()
    assert hashlib.sha256(data).hexdigest() == attestation.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="attestation-une-promesse-une-posture-accueillir-avec-bienveillance-'
        f'{attestation.shown_code}.pdf"'
    )
    assert "no-store" in response["Cache-Control"]


def test_without_pango_the_download_leads_to_the_page_that_says_the_same(client, attestation, no_pango):
    client.force_login(attestation.user)
    response = client.get(reverse("courses:attestation_file", args=[attestation.shown_code]), follow=True)
    html = response.content.decode()
    assert response.redirect_chain == [(f"/mes-attestations/{attestation.shown_code}/", 302)]
    for fact in ("Éloïse Lœuillet", "22\u00a0novembre\u00a02026", "25 minutes", "Expliquer un refus."):
        assert fact in html
    assert "/fichier/" not in html


# -- The public check --------------------------------------------------------------------------------------------------


def test_a_valid_attestation_shows_name_title_and_date_only(client, attestation):
    response = client.get(f"/attestation/{attestation.code.lower()}/")
    html = response.content.decode()
    assert "<h1>Cette attestation est valide</h1>" in html
    for fact in ("Éloïse Lœuillet", attestation.title, "22\u00a0novembre\u00a02026"):
        assert fact in html
    assert attestation.user.email not in html
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("code", ["7K3Q9-8ZTR2-4", "7K3Q9-8ZTR2-5", "x", "<script>", "a" * 300])
def test_an_unknown_code_gives_the_same_neutral_page(client, attestation, code):
    response = client.get(reverse("courses:attestation_check", args=[code]))
    assert response.status_code == 404
    assert "<h1>Aucune attestation ne porte ce code</h1>" in response.content.decode()
    assert response.content == client.get("/attestation/inconnu/").content


def test_a_revoked_attestation_says_so_and_no_more(client, attestation):
    revoke_attestation(attestation=attestation, reason="Erreur d'identité", by=UserFactory())
    html = client.get(f"/attestation/{attestation.code}/").content.decode()
    assert "<h1>Cette attestation n’est plus valide</h1>" in html
    assert "Éloïse" not in html
    assert "Erreur d" not in html
    client.force_login(attestation.user)
    assert client.get(f"/attestation/{attestation.code}/fichier/").status_code == 404
    assert "Motif : Erreur d&#x27;identité" in client.get("/mes-attestations/").content.decode()


def test_the_form_leads_to_the_page_of_the_code(client):
    response = client.get("/attestation/", {"code": "7k3q98ztr24"})
    assert (response.status_code, response["Location"]) == (302, "/attestation/7K3Q9-8ZTR2-4/")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Saisissez le code inscrit sur l’attestation."),
        ("7K3Q9-8ZTR2-5", "Ce code comporte une erreur de saisie."),
        ("<script>alert(1)</script>", "Ce code comporte une erreur de saisie."),
    ],
)
def test_a_mistyped_code_is_explained_at_the_field(client, typed, message):
    response = client.get("/attestation/", {"code": typed})
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Erreur : Vérifier une attestation" in html
    assert message in html
    assert "<script>alert" not in html


def test_the_empty_form_refuses_nothing_yet(client):
    assert "Erreur" not in client.get("/attestation/").content.decode()


def test_checks_are_limited_per_address_then_allowed_again(client, attestation):
    url = f"/attestation/{attestation.code}/"
    with time_machine.travel(datetime(2026, 11, 21, 12, 1, tzinfo=UTC), tick=False) as clock:
        assert {client.get(url).status_code for _ in range(30)} == {200}
        refused = client.get(url)
        assert (refused.status_code, refused["Retry-After"]) == (429, "540")
        assert "Réessayez dans 9 minutes." in refused.content.decode()
        assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 200
        assert client.get(url, HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 429
        clock.shift(540)
        assert client.get(url).status_code == 200


def test_behind_our_proxy_the_address_is_the_one_it_adds(client, attestation, settings):
    settings.TRUSTED_PROXIES = 1
    url = f"/attestation/{attestation.code}/"
    with time_machine.travel(AT, tick=False):
        for number in range(30):
            client.get(url, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.9")
        assert client.get(url, HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.9").status_code == 429
        assert client.get(url, HTTP_X_FORWARDED_FOR="192.0.2.10").status_code == 200


# -- Administration ----------------------------------------------------------------------------------------------------


def admin_user(group: str = "") -> object:
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def test_an_administrator_revokes_then_restores(client, attestation):
    administrator = admin_user(Role.ADMINISTRATOR.label)
    client.force_login(administrator)
    assert attestation.shown_code in client.get(reverse("attestations:index")).content.decode()
    url = reverse("attestations:edit", args=[attestation.pk])
    assert client.get(url).status_code == 200

    client.post(url, {"revoked": "on", "revoked_reason": "  Erreur d'identité "})
    attestation.refresh_from_db()
    assert (attestation.revoked_reason, attestation.revoked_at is not None) == ("Erreur d'identité", True)

    client.post(url, {"revoked_reason": "Erreur d'identité"})
    attestation.refresh_from_db()
    assert (attestation.revoked_reason, attestation.revoked_at) == ("", None)
    log = ModelLogEntry.objects.for_instance(attestation).order_by("timestamp")
    assert [(entry.action, entry.user) for entry in log.filter(action__startswith="courses.")] == [
        ("courses.attestation.revoke", administrator),
        ("courses.attestation.restore", administrator),
    ]


def test_a_revocation_needs_its_reason(client, attestation):
    client.force_login(admin_user(Role.ADMINISTRATOR.label))
    response = client.post(
        reverse("attestations:edit", args=[attestation.pk]), {"revoked": "on", "revoked_reason": " "}
    )
    assert "Indiquez pourquoi cette attestation est révoquée." in response.content.decode()
    attestation.refresh_from_db()
    assert attestation.revoked_at is None


def test_an_editor_neither_sees_nor_revokes(client, attestation):
    client.force_login(admin_user(Role.EDITOR.label))
    assert client.get(reverse("attestations:index")).status_code == 302
    client.post(reverse("attestations:edit", args=[attestation.pk]), {"revoked": "on", "revoked_reason": "Non"})
    attestation.refresh_from_db()
    assert attestation.revoked_at is None


@pytest.mark.parametrize("name", ["attestations:add", "attestations:delete"])
def test_nobody_makes_or_deletes_one_by_hand(client, attestation, name):
    client.force_login(admin_user(Role.ADMINISTRATOR.label))
    url = reverse(name, args=[attestation.pk] if name.endswith("delete") else [])
    assert client.post(url).status_code == 302
    assert Attestation.objects.count() == 1


def test_a_revocation_said_twice_keeps_its_first_date(attestation):
    by = UserFactory()
    first = revoke_attestation(attestation=attestation, reason="Un", by=by).revoked_at
    assert revoke_attestation(attestation=attestation, reason="Deux", by=by).revoked_at == first
    assert restore_attestation(attestation=attestation, by=by).revoked_at is None


def test_erasing_takes_the_file_too(attestation, django_capture_on_commit_callbacks):
    kept = render_attestation(attestation=AttestationFactory())
    path = Path(render_attestation(attestation=attestation).file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_attestations(user=attestation.user) == 1
    assert not path.exists()
    assert list(Attestation.objects.all()) == [kept]
    assert Path(kept.file.path).exists()


def test_the_administration_shows_an_attestation_in_french_and_local_time(client):
    attestation = AttestationFactory(enrolment=EnrolmentFactory(passed=True, passed__at=AT))
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    page = client.get(f"/admin/attestations/inspect/{attestation.pk}/").content.decode()
    values = [value.strip() for value in re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)]
    assert values[5:9] == ["22 novembre 2026 à 00:30:00", attestation.shown_code, "—", "—"]
