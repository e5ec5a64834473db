"""What leaves for Mentor: the files, their checks, and who may take them."""

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.enums import MembershipRole, Role
from cms.accounts.models import Membership
from cms.core.announcements import derived_id
from courses.exports import ExportProblemError, Scope, files, lines
from courses.exports._record import record, status
from courses.models import Attempt, Enrolment, ExportLog, MentorSettings
from courses.tasks import forget_old_exports
from tests.factories.accounts import NetworkFactory, UserFactory
from tests.factories.courses import (
    RULE,
    CoursePageFactory,
    EnrolmentFactory,
    ModulePageFactory,
    ModuleVersionFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

UNCONFIRMED = "adresse électronique non confirmée : elle pourrait être celle d’une autre personne"
AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st in Paris


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def caf():
    return NetworkFactory(name="Caf", slug="caf")


@pytest.fixture
def module():
    return ModulePageFactory(slug="m1-promesse", title="Une promesse", minutes=25)


@pytest.fixture
def session(module):
    return SessionFactory(course=module.get_parent().specific, title="Session permanente")


@pytest.fixture
def version(module):
    return ModuleVersionFactory(module=module, number=3)


@pytest.fixture
def enrol(module, session, version, caf):
    """Somebody who passed the module of these tests."""

    def make(email, *, at=AT, network=caf, passed=True, score=0.86, **user):
        fields = {"email_confirmed_at": timezone.now(), "first_name": "Zoé", "last_name": "Martin", **user}
        return EnrolmentFactory(
            user=UserFactory(email=email, **fields),
            module=module,
            session=session,
            network=network,
            enrolled_at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC),
            passed=passed,
            passed__at=at,
            passed__version=version,
            passed__score=score,
        )

    return make


@pytest.fixture
def scope(caf, module, session):
    return Scope(network=caf, module=module, session=session, since=date(2026, 11, 1), until=date(2026, 11, 30))


def build(name, scope, **changes):
    scope = replace(scope, **changes)
    return files()[name].build(scope, list(lines(scope.passed())))


def text(built) -> str:
    return b"".join(built.chunks).decode()


def reasons(built) -> list[tuple[str, str]]:
    return [(refused.email, refused.reason) for refused in built.refused]


def test_the_files_found():
    assert list(files()) == ["mentor-inscriptions", "mentor-notes", "releve-csv", "releve-json"]


# -- Notes -------------------------------------------------------------------------------------------------------------


def test_the_notes_are_exactly_what_mentor_imports(enrol, scope):
    enrol("zoe@caf.fr")
    enrol("Ana@CAF.fr")
    built = build("mentor-notes", scope)
    assert b"".join(built.chunks) == b"email;note\r\nana@caf.fr;100\r\nzoe@caf.fr;100\r\n"
    assert built.filename == "mentor-notes-m1-promesse-session-permanente-2026-11-23.csv"
    assert (built.count, list(built.refused)) == (2, [])


def test_the_real_score_leaves_only_when_the_site_says_so(enrol, scope):
    enrol("ana@caf.fr", score=0.855)
    enrol("zoe@caf.fr", score=None)
    assert text(build("mentor-notes", scope)) == "email;note\r\nana@caf.fr;100\r\nzoe@caf.fr;100\r\n"
    assert text(build("mentor-notes", scope, send_scores=True)) == "email;note\r\nana@caf.fr;86\r\nzoe@caf.fr;100\r\n"


def test_who_has_not_passed_is_neither_in_the_file_nor_told_of(enrol, scope):
    failed = enrol("failed@caf.fr", passed=False)
    Enrolment.objects.filter(pk=failed.pk).update(completed_at=AT, started_at=AT)
    enrol("started@caf.fr", passed=False)
    for name in files():
        built = build(name, scope, domains=frozenset({"caf.fr"}))
        assert (built.count, list(built.refused)) == (0, [])
        assert "@" not in text(built)


@pytest.mark.parametrize(
    ("email", "user", "reason"),
    [
        ("a@caf.fr", {"email_confirmed_at": None}, UNCONFIRMED),
        ("a@caf.fr", {"is_active": False}, "compte désactivé"),
        ("a@caf.fr", {"erasure_requested_at": AT}, "a demandé l’effacement de ses données"),
        ("pas une adresse", {}, "adresse électronique invalide"),
        ('"a;b"@caf.fr', {}, "adresse électronique avec un signe que Mentor refuse"),
    ],
)  # fmt: skip
def test_what_mentor_or_the_law_refuses_stays_here_with_its_reason(enrol, scope, email, user, reason):
    enrol(email, **user)
    enrol("bonne@caf.fr")
    built = build("mentor-notes", scope)
    assert text(built) == "email;note\r\nbonne@caf.fr;100\r\n"
    assert reasons(built) == [(email, reason)]


def test_with_the_participants_only_these_are_in_the_notes(enrol, scope):
    enrol("ana@caf.fr")
    enrol("zoe@caf.fr")
    built = build("mentor-notes", scope, roster=frozenset({"ana@caf.fr"}))
    assert text(built) == "email;note\r\nana@caf.fr;100\r\n"
    assert reasons(built) == [
        ("zoe@caf.fr", "n’est pas dans la liste des participants : à inscrire d’abord à la session Mentor")
    ]


@pytest.mark.parametrize("missing", ["module", "session"])
def test_the_notes_need_one_module_and_one_session(scope, missing):
    with pytest.raises(ExportProblemError, match="Choisissez un module et une session"):
        build("mentor-notes", scope, **{missing: None})


# -- Who is covered ----------------------------------------------------------------------------------------------------


def test_the_network_is_that_of_the_enrolment_with_all_below_it(enrol, scope, caf):
    direction = NetworkFactory(parent=caf)
    enrol("direction@caf.fr", network=direction)
    enrol("structure@caf.fr", network=NetworkFactory(parent=direction))
    enrol("ailleurs@dgfip.fr", network=NetworkFactory())
    enrol("sans@exemple.fr", network=None)
    assert text(build("mentor-notes", scope)) == "email;note\r\ndirection@caf.fr;100\r\nstructure@caf.fr;100\r\n"
    assert build("mentor-notes", scope, network=direction).count == 2


def test_the_period_counts_days_of_paris_both_included(enrol, scope):
    enrol("avant@caf.fr", at=datetime(2026, 11, 9, 22, 59, tzinfo=UTC))
    enrol("debut@caf.fr", at=datetime(2026, 11, 9, 23, 0, tzinfo=UTC))
    enrol("fin@caf.fr", at=datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    enrol("apres@caf.fr", at=datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    built = build("mentor-notes", scope, since=date(2026, 11, 10), until=date(2026, 11, 20))
    assert text(built) == "email;note\r\ndebut@caf.fr;100\r\nfin@caf.fr;100\r\n"


def test_another_module_and_another_session_stay_out(enrol, scope, caf):
    enrol("ana@caf.fr")
    EnrolmentFactory(network=caf, passed=True, passed__at=AT)
    assert build("mentor-notes", scope).count == 1
    assert build("releve-csv", scope, module=None, session=None).count == 2


# -- Enrolments --------------------------------------------------------------------------------------------------------


def test_only_declared_domains_get_an_account_in_mentor(enrol, scope):
    enrol("ana@caf.fr")
    enrol("bob@mairie.example")
    built = build("mentor-inscriptions", scope, domains=frozenset({"caf.fr"}))
    assert text(built) == "lastname;firstname;email;role;group\r\nMartin;Zoé;ana@caf.fr;Participant;Caf\r\n"
    assert reasons(built) == [
        (
            "bob@mairie.example",
            "domaine de messagerie non déclaré comme admis par Mentor : aucun compte ne doit y être créé",
        )
    ]


def test_without_a_declared_domain_nobody_is_enrolled_nor_listed(enrol, scope):
    enrol("ana@caf.fr")
    with pytest.raises(ExportProblemError, match="Aucun domaine de messagerie"):
        build("mentor-inscriptions", scope)


def test_names_are_cleaned_of_what_mentor_refuses_and_the_change_is_said(enrol, scope):
    enrol("ana@caf.fr", last_name="Martin (CCAS);St. John", first_name="Ana-Lou d’O'r")
    built = build("mentor-inscriptions", scope, domains=frozenset({"caf.fr"}))
    assert text(built).splitlines()[1] == "Martin CCAS St John;Ana-Lou d’O'r;ana@caf.fr;Participant;Caf"
    assert built.changed == ["Martin (CCAS);St. John devient Martin CCAS St John"]


def test_a_name_of_refused_signs_only_is_refused(enrol, scope):
    enrol("ana@caf.fr", last_name="(?)")
    built = build("mentor-inscriptions", scope, domains=frozenset({"caf.fr"}))
    assert (built.count, reasons(built)) == (0, [("ana@caf.fr", "nom ou prénom manquant")])


def test_participants_are_not_enrolled_again(enrol, scope):
    enrol("ana@caf.fr")
    built = build("mentor-inscriptions", scope, domains=frozenset({"caf.fr"}), roster=frozenset({"ana@caf.fr"}))
    assert (built.count, list(built.refused)) == (0, [])


def test_a_person_with_two_modules_is_enrolled_once(enrol, scope, caf, session):
    first = enrol("ana@caf.fr")
    other = ModulePageFactory(parent=session.course)
    EnrolmentFactory(user=first.user, module=other, session=session, network=caf, passed=True, passed__at=AT)
    assert build("mentor-inscriptions", scope, module=None, domains=frozenset({"caf.fr"})).count == 1


# -- Records -----------------------------------------------------------------------------------------------------------


def test_the_json_record_is_a_batch_of_suivi_session(enrol, scope, session):
    enrolment = enrol("Ana@caf.fr", first_name="Ana", last_name="Lœuil")
    built = build("releve-json", scope)
    proof = str(derived_id(f"{enrolment.best_attempt_id}:submitted:passed"))
    assert json.loads(text(built)) == [
        {
            "sessionMentor": {
                "identifiantSessionMentor": None,
                "identifiantFormationMentor": None,
                "identifiantSirhOrigineFormation": None,
                "nomAbregeFormation": "m1-promesse",
                "libelleFormation": "Une promesse",
                "nomAbregeSession": str(session.uuid),
                "libelleSession": "Session permanente",
                "dureeDistanceSession": 25,
                "dureePresenceSession": 0,
                "dateDebut": "2026-11-23",
                "dateFin": None,
            },
            "utilisateurs": [
                {
                    "email": "ana@caf.fr",
                    "nom": "Lœuil",
                    "prenom": "Ana",
                    "listeSIRHUtilisateur": [],
                    "Suivi session utilisateur": {
                        "identifiantFormation": "m1-promesse",
                        "dateInscription": "2026-10-31",
                        "dateAchevement": "2026-11-21",
                        "score": None,
                        "seuil": 75,
                        "statut": "reussi",
                        "version": 3,
                        "preuve": proof,
                    },
                }
            ],
        }
    ]
    assert built.filename == "releve-caf-2026-11-23.json"


def test_a_batch_holds_a_hundred_people_at_most_of_one_session(scope, version):
    fill(250, scope, version)
    batches = json.loads(text(build("releve-json", scope)))
    assert [len(batch["utilisateurs"]) for batch in batches] == [100, 100, 50]


def test_no_record_is_an_empty_list(scope):
    assert json.loads(text(build("releve-json", scope))) == []


def test_the_csv_record_opens_in_a_spreadsheet(enrol, scope):
    enrolment = enrol("ana@caf.fr", last_name="=cmd|'/c calc'!A1")
    data = text(build("releve-csv", scope, send_scores=True))
    header, row = csv.reader(io.StringIO(data.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert dict(zip(header, row, strict=True)) == {
        "email": "ana@caf.fr",
        "nom": "'=cmd|'/c calc'!A1",
        "prenom": "Zoé",
        "identifiantFormation": "m1-promesse",
        "libelleFormation": "Une promesse",
        "libelleSession": "Session permanente",
        "dateInscription": "2026-10-31",
        "dateAchevement": "2026-11-21",
        "dureeDistanceSession": "25",
        "score": "86",
        "seuil": "75",
        "statut": "reussi",
        "version": "3",
        "preuve": str(derived_id(f"{enrolment.best_attempt_id}:submitted:passed")),
    }
    assert data[0] == "\ufeff"


def test_each_state_has_its_word_and_its_proof(enrol, module, session):
    enrolment = enrol("ana@caf.fr", passed=False)
    said = []
    for field in ("", "started_at", "completed_at"):
        if field:
            Enrolment.objects.filter(pk=enrolment.pk).update(**{field: AT})
        (line,) = lines(Enrolment.objects.all())
        facts = record(line, module, session, with_score=False)
        said.append((status(line), facts["dateAchevement"], facts["preuve"]))
    assert said == [
        ("inscrit", "", ""),
        ("en cours", "", ""),
        ("termine", "2026-11-21", str(derived_id(f"{enrolment.pk}:completed:completed"))),
    ]


def fill(count, scope, version):
    """`count` people who passed the module of `scope`."""
    users = UserFactory._meta.model.objects.bulk_create(
        UserFactory.build(email=f"agent{number:05}@caf.fr", email_confirmed_at=AT, password="")
        for number in range(count)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            user=user, module=scope.module, session=scope.session, network=scope.network, completed_at=AT, passed_at=AT
        )
        for user in users
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(enrolment=one, version=version, number=1, rule=RULE, finished_at=AT, passed=True, score=0.8)
        for one in enrolments
    )
    for enrolment, attempt in zip(enrolments, attempts, strict=True):
        enrolment.best_attempt = attempt
    Enrolment.objects.bulk_update(enrolments, ["best_attempt"], batch_size=500)


def test_five_thousand_lines_take_few_queries_and_little_memory(scope, version):
    fill(4_999, scope, version)
    for name in files():
        tracemalloc.start()
        with CaptureQueriesContext(connection) as queries:
            built = build(name, scope, domains=frozenset({"caf.fr"}))
            size = sum(len(chunk) for chunk in built.chunks)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert built.count == 4_999
        assert size > 4_999 * len("agent00000@caf.fr")
        assert len(queries) <= 3
        assert peak < 40_000_000


@pytest.mark.parametrize(
    ("people", "name"),
    [(5_000, "Martin"), (1_000, "M" * 600)],
)
def test_beyond_what_mentor_accepts_the_file_is_not_made(enrol, scope, people, name):
    enrol("ana@caf.fr", last_name="Martin")
    (line,) = lines(scope.passed())
    crowd = [replace(line, email=f"agent{number}@caf.fr", last_name=name) for number in range(people)]
    with pytest.raises(ExportProblemError, match="réduisez la période"):
        files()["mentor-inscriptions"].build(replace(scope, domains=frozenset({"caf.fr"})), crowd)


# -- The page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(caf):
    user = UserFactory()
    Membership.objects.create(user=user, network=caf, role=MembershipRole.TRAINING_MANAGER)
    return user


@pytest.fixture
def choice(caf, module, session):
    return {
        "network": caf.pk,
        "module": module.pk,
        "session": session.pk,
        "since": "2026-11-01",
        "until": "30/11/2026",
        "roster": "",
    }


def test_a_manager_checks_then_downloads(client, manager, enrol, choice):
    enrol("ana@caf.fr")
    enrol("zoe@caf.fr", first_name="<b>Zoé</b>", email_confirmed_at=None)
    client.force_login(manager)
    html = client.post("/gestion/mentor/", choice).content.decode()
    assert "1 ligne prête" in html
    assert "&lt;b&gt;Zoé&lt;/b&gt; Martin, zoe@caf.fr : adresse électronique non confirmée" in html
    assert "ana@caf.fr" not in html
    assert ExportLog.objects.count() == 0

    response = client.post("/gestion/mentor/mentor-notes/", choice)
    assert response.getvalue() == b"email;note\r\nana@caf.fr;100\r\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="mentor-notes-m1-promesse-session-permanente-2026-11-23.csv"'
    )
    assert "no-store" in response["Cache-Control"]


def test_each_download_is_noted_without_naming_anybody_in_it(client, manager, enrol, choice, caf):
    enrol("ana@caf.fr")
    client.force_login(manager)
    client.post("/gestion/mentor/releve-csv/", choice).getvalue()
    log = ExportLog.objects.get()
    assert (log.user, log.kind, log.network, log.since, log.until, log.count) == (
        manager, "releve-csv", caf, date(2026, 11, 1), date(2026, 11, 30), 1,
    )  # fmt: skip


def test_no_score_is_on_the_page_nor_in_a_file_by_default(client, manager, enrol, choice):
    enrol("ana@caf.fr", score=0.8642)
    client.force_login(manager)
    pages = [client.post("/gestion/mentor/", choice).content]
    pages += [client.post(f"/gestion/mentor/{name}/", choice).getvalue() for name in ("mentor-notes", "releve-json")]
    assert [b"86" in page.replace(b"2026", b"") for page in pages[1:2]] == [False]
    assert b"0.8642" not in b"".join(pages)
    assert json.loads(pages[2])[0]["utilisateurs"][0]["Suivi session utilisateur"]["score"] is None


def test_the_setting_of_the_site_lets_scores_out(client, manager, enrol, choice):
    enrol("ana@caf.fr", score=0.86)
    MentorSettings.objects.update_or_create(defaults={"send_scores": True})
    client.force_login(manager)
    assert client.post("/gestion/mentor/mentor-notes/", choice).getvalue() == b"email;note\r\nana@caf.fr;86\r\n"


def test_a_pasted_list_of_participants_is_read_whatever_its_columns(client, manager, enrol, choice):
    enrol("ana@caf.fr")
    enrol("zoe@caf.fr")
    client.force_login(manager)
    roster = 'Prénom;Nom;"Adresse de courriel"\r\nAna;Martin;"ANA@caf.fr"\r\n'
    response = client.post("/gestion/mentor/mentor-notes/", {**choice, "roster": roster})
    assert response.getvalue() == b"email;note\r\nana@caf.fr;100\r\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"until": "2026-10-01"}, "Cette date précède la date de début."),
        ({"since": "hier"}, "Cette date n’existe pas"),
        ({"since": ""}, "Indiquez une date au format JJ/MM/AAAA"),
        ({"roster": "rien"}, "Aucune adresse électronique n’a été reconnue"),
        ({"network": "x"}, "Sélectionnez un choix valide."),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(client, manager, choice, change, message):
    client.force_login(manager)
    response = client.post("/gestion/mentor/", {**choice, **change})
    html = response.content.decode()
    assert "<title>Erreur : " in html
    assert message in html
    assert 'value="30/11/2026"' in html or "until" in change
    refused = client.post("/gestion/mentor/mentor-notes/", {**choice, **change})
    assert refused.status_code == 400
    assert ExportLog.objects.count() == 0


def test_a_manager_gets_nothing_of_another_network(client, manager, enrol, choice):
    other = NetworkFactory(name="Réseau d'à côté")
    enrol("secret@dgfip.fr", network=other)
    client.force_login(manager)
    assert "à côté" not in client.get("/gestion/mentor/").content.decode()
    for url in ("/gestion/mentor/", "/gestion/mentor/releve-csv/"):
        response = client.post(url, {**choice, "network": other.pk})
        assert b"secret" not in response.content
        assert "Sélectionnez un choix valide." in response.content.decode()


def test_a_session_of_another_network_is_not_offered(client, manager, choice, module):
    theirs = SessionFactory(course=CoursePageFactory(), network=NetworkFactory(), title="Session d'à côté")
    client.force_login(manager)
    assert "à côté" not in client.get("/gestion/mentor/").content.decode()
    assert client.post("/gestion/mentor/mentor-notes/", {**choice, "session": theirs.pk}).status_code == 400


def test_a_manager_of_two_nested_nodes_sees_each_once(client, manager, caf):
    below = NetworkFactory(parent=caf, name="Caf du Nord")
    Membership.objects.create(user=manager, network=below, role=MembershipRole.TRAINING_MANAGER)
    client.force_login(manager)
    html = client.get("/gestion/mentor/").content.decode()
    assert html.count("— Caf du Nord") == 1


@pytest.mark.parametrize("url", ["/gestion/mentor/", "/gestion/mentor/mentor-notes/"])
def test_an_agent_and_a_former_manager_are_refused(client, caf, url, choice):
    former = UserFactory()
    Membership.objects.create(
        user=former,
        network=caf,
        role=MembershipRole.TRAINING_MANAGER,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 11, 23),
    )
    agent = UserFactory()
    Membership.objects.create(user=agent, network=caf)
    editor = UserFactory()
    editor.groups.add(Group.objects.get_or_create(name=Role.EDITOR.label)[0])
    for user in (former, agent, editor):
        client.force_login(user)
        assert client.post(url, choice).status_code == 403
    assert ExportLog.objects.count() == 0


@pytest.mark.parametrize("superuser", [True, False])
def test_an_administrator_takes_every_network(client, enrol, choice, superuser):
    enrol("ana@caf.fr")
    user = UserFactory(is_superuser=superuser)
    if not superuser:
        user.groups.add(Group.objects.get_or_create(name=Role.ADMINISTRATOR.label)[0])
    client.force_login(user)
    assert client.post("/gestion/mentor/mentor-notes/", choice).getvalue() == b"email;note\r\nana@caf.fr;100\r\n"


@pytest.mark.parametrize("url", ["/gestion/mentor/", "/gestion/mentor/mentor-notes/"])
def test_a_visitor_signs_in_first(client, url):
    response = client.post(url)
    assert (response.status_code, response["Location"].endswith(f"?next={url}")) == (302, True)


def test_a_file_is_only_given_to_a_post(client, manager):
    client.force_login(manager)
    assert client.get("/gestion/mentor/mentor-notes/").status_code == 405
    assert client.post("/gestion/mentor/inconnu/").status_code == 404


def test_a_file_that_cannot_be_made_says_what_to_choose(client, manager, choice):
    client.force_login(manager)
    response = client.post("/gestion/mentor/mentor-notes/", {**choice, "session": ""})
    assert response.status_code == 409
    assert "Choisissez un module et une session" in response.content.decode()


def test_a_period_without_result_says_so(client, manager, choice):
    client.force_login(manager)
    html = client.post("/gestion/mentor/", choice).content.decode()
    assert html.count("Rien à télécharger pour ce choix.") == 3
    assert "formaction" not in html


def test_the_preview_takes_as_many_queries_for_three_as_for_one(client, manager, enrol, choice):
    client.force_login(manager)
    client.post("/gestion/mentor/", choice)
    counts = []
    for number in range(3):
        enrol(f"agent{number}@caf.fr", email_confirmed_at=None)
        with CaptureQueriesContext(connection) as queries:
            client.post("/gestion/mentor/", choice)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_memory_of_downloads_lasts_a_year(caf):
    days = {"since": date(2026, 1, 1), "until": date(2026, 1, 2), "count": 1, "network": caf}
    for age in (364, 366):
        ExportLog.objects.create(kind=str(age), at=timezone.now() - timedelta(days=age), **days)
    forget_old_exports()
    assert [log.kind for log in ExportLog.objects.all()] == ["364"]
