"""The pages on which an administrator follows the store: overview, statements, refused requests."""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.xapi import sent, statement, target
from tests.xapi.conftest import client_for
from xapi import explanations, marking, sentences
from xapi.models import ApiKey, RefusedRequest, Statement
from xapi.services.store import store_statements
from xapi.vocabulary import agents_home

pytestmark = pytest.mark.django_db
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    return client


def text(response) -> str:
    """The page as words, without its marks."""
    assert response.status_code == 200
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", body.replace("&#x27;", "'").replace("&quot;", '"'))


def seq(one: dict) -> int:
    return Statement.objects.get(statement_id=one["id"]).seq


# -- Overview ----------------------------------------------------------------------------------------------------------


def test_the_overview_gives_the_address_and_the_figures(admin, settings):
    settings.XAPI_LAG_ALERT = timedelta(seconds=-1)
    one = client_for("Moodle")
    one.post([statement(), statement()])
    one.post("[")
    target("http://127.0.0.1:9/", name="Réseau")
    page = text(admin.get("/admin/xapi_overview/"))
    assert "http://testserver/xapi/" in page
    assert "2 , dont 2 depuis 24 heures" in page
    assert "Moodle Active maintenant 2 400, le" in page
    assert "« Réseau » a plus de" in page


@pytest.mark.parametrize("with_key", [True, False])
def test_a_trial_is_stored_read_back_and_linked(admin, with_key):
    client_for("Moodle", scopes=["statements/write"], version="2.0.0")
    key = ApiKey.objects.get()
    page = text(admin.post("/admin/xapi_overview/essai/", {"key": key.pk if with_key else ""}, follow=True))
    stored = Statement.objects.get()
    assert stored.key == (key if with_key else None)
    assert "Une trace d'essai a été enregistrée" in page
    assert "Essai a tenté « Essai de l'entrepôt de traces »" in text(
        admin.get(f"/admin/statement/inspect/{stored.seq}/")
    )


def test_a_trial_says_why_it_failed(admin):
    client_for("lecture", scopes=["statements/read"])
    page = text(admin.post("/admin/xapi_overview/essai/", {"key": ApiKey.objects.get().pk}, follow=True))
    assert "L'essai a échoué : La clé n'a pas le droit demandé" in page
    ApiKey.objects.update(is_active=False)
    page = text(admin.post("/admin/xapi_overview/essai/", {"key": ApiKey.objects.get().pk}, follow=True))
    assert "désactivée" in page
    assert (Statement.objects.count(), RefusedRequest.objects.count()) == (0, 0)


# -- Statements --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(lrs):
    """One statement that every filter of the test finds, one that none does, one that is voided."""
    registration = str(uuid.uuid4())
    wanted = statement(
        actor={"mbox": "mailto:lea@caf.example", "name": "Léa"},
        verb={"id": "https://v.example/lu"},
        object={"id": "https://a.example/1"},
        context={"registration": registration},
    )
    other, voided = statement(), statement()
    lrs.post(wanted)
    store_statements(batch=sent(other, voided))
    reference = {"objectType": "StatementRef", "id": voided["id"]}
    store_statements(batch=sent(statement(verb={"id": VOIDED}, object=reference)))
    return wanted, other, voided


def listed(admin, **filters) -> set[int]:
    page = admin.get("/admin/statement/", filters).content.decode()
    return {int(found) for found in re.findall(r'href="/admin/statement/inspect/(\d+)/"', page)}


def test_statements_are_found_by_each_filter_and_by_all_at_once(admin, stored):
    wanted, other, voided = stored
    row = Statement.objects.get(statement_id=wanted["id"])
    today = timezone.localdate()
    filters = {
        "agent": "lea@caf.example",
        "verb": row.verb_id,
        "activity": "https://a.example/1",
        "registration": str(row.registration),
        "key": row.key_id,
    }
    for name, value in filters.items():
        assert listed(admin, **{name: value}) == {row.seq}, name
    assert listed(admin, **filters, stored_from=today, stored_to=today) == {row.seq}
    assert listed(admin, **{**filters, "agent": "personne@caf.example"}) == set()
    assert listed(admin, stored_to=today - timedelta(days=2)) == set()
    assert row.seq not in listed(admin, key="site")
    assert listed(admin, voided="oui") == {seq(voided)}
    assert {row.seq, seq(other)} < listed(admin)
    assert seq(voided) not in listed(admin)
    assert listed(admin, voided="oui", agent="https://rh.example|a1") == {seq(voided)}


@pytest.mark.parametrize(
    "filters",
    [{"agent": "|"}, {"agent": "{"}, {"registration": "x"}, {"key": "0"}, {"verb": "x"}, {"stored_from": "x"}],
)
def test_strange_filters_are_no_failure(admin, stored, filters):
    assert admin.get("/admin/statement/", filters).status_code == 200


def test_the_list_costs_the_same_queries_whatever_the_filters(admin, stored):
    counts = []
    for filters in ({}, {"agent": "lea@caf.example"}, {"agent": "lea@caf.example", "stored_from": "2020-01-01"}):
        with CaptureQueriesContext(connection) as queries:
            admin.get("/admin/statement/", filters)
        counts.append(len(queries))
    assert max(counts) - min(counts) <= 3


def test_one_statement_is_read_by_a_person(admin, lrs):
    registration = str(uuid.uuid4())
    one = statement(
        actor={"account": {"homePage": agents_home(), "name": "0123456789abcdef" * 2}},
        verb={"id": "http://adlnet.gov/expapi/verbs/passed"},
        object={"id": "https://a.example/1", "definition": {"name": {"en": "First", "fr": "Le premier module"}}},
        result={"success": True, "score": {"raw": 8, "max": 10, "scaled": 0.8}, "duration": "PT1H30M"},
        context={
            "registration": registration,
            "instructor": {"mbox": "mailto:f@caf.example"},
            "contextActivities": {"parent": [{"id": "https://a.example/parcours"}]},
            "extensions": {"https://e.example/x": {"a": 1}},
        },
    )
    lrs.post(one)
    lrs.post(about := statement(object={"objectType": "StatementRef", "id": one["id"]}))
    page = text(admin.get(f"/admin/statement/inspect/{seq(one)}/"))
    assert "Agent 01234567… a réussi « Le premier module » : réussi, score de 8 sur 10, en 1 h 30 min" in page
    for told in ("Formateur ou formatrice f@caf.example", "https://a.example/parcours", '{"a": 1}', registration):
        assert told in page
    links = admin.get(f"/admin/statement/inspect/{seq(one)}/").content.decode()
    assert f"/admin/statement/?registration={registration}" in links
    assert f"/admin/statement/inspect/{seq(about)}/" in links
    assert (
        f"/admin/statement/inspect/{seq(one)}/" in admin.get(f"/admin/statement/inspect/{seq(about)}/").content.decode()
    )


def test_a_statement_is_voided_after_a_confirmation_and_only_once(admin):
    one = statement()
    store_statements(batch=sent(one))
    url = f"/admin/statement/{seq(one)}/annuler/"
    assert "une annulation ne s'annule pas" in text(admin.get(url))
    assert not Statement.objects.get(statement_id=one["id"]).voided
    assert "La trace est annulée" in text(admin.post(url, follow=True))
    assert Statement.objects.get(statement_id=one["id"]).voided
    assert "ne peut pas être annulée" in text(admin.post(url, follow=True))
    voiding = Statement.objects.get(verb__iri=VOIDED)
    assert "ne peut pas être annulée" in text(admin.post(f"/admin/statement/{voiding.seq}/annuler/", follow=True))
    assert Statement.objects.count() == 2


# -- Sentences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"actor": {"objectType": "Group", "member": [{}, {}]}}, "Un groupe de 2 personnes"),
        ({"verb": {"id": "https://v.example/verbes/lu"}}, "a1 lu «"),
        ({"verb": {"id": "urn:x", "display": {"en": "read"}}}, "a1 read «"),
        ({"object": {"objectType": "Agent", "mbox": "mailto:b@c.fr"}}, "a parcouru b@c.fr"),
        ({"object": {"objectType": "SubStatement", **statement(id=None)}}, "« a1 a parcouru « https://cours"),
        ({"result": {"completion": False, "score": {"scaled": 0.855}}}, ": non terminé, score de 85,5 %"),
        ({"result": {"duration": "P"}}, "en P"),
    ],
)
def test_sentences(changes, told):
    assert told in sentences.sentence(statement(**changes))


# -- Refused requests --------------------------------------------------------------------------------------------------


def test_a_refused_request_is_read_with_its_reason_and_its_place(admin, lrs):
    lrs.post([statement(), statement(actor={"mbox": "lea"})])
    kept = RefusedRequest.objects.get()
    response = admin.get(f"/admin/xapi_refused/inspect/{kept.pk}/")
    assert "trace n° 2, /actor/mbox" in text(response)
    assert "<mark>&quot;lea&quot;</mark>" in response.content.decode()
    assert explanations.explanation(kept.status, kept.error) in text(response)
    assert explanations.explanation(kept.status, kept.error) in text(admin.get("/admin/xapi_refused/"))


def test_bodies_show_as_text_never_as_markup(admin, lrs):
    lrs.post(b"<script>alert(1)</script>\xff")
    lrs.post([statement(actor={"mbox": "<script>alert(2)</script>"})])
    for kept in RefusedRequest.objects.all():
        page = admin.get(f"/admin/xapi_refused/inspect/{kept.pk}/").content.decode()
        assert "<script>alert(" not in page
        assert "&lt;script&gt;alert(" in page


def test_a_refused_request_is_made_again_from_its_page(admin):
    client_for("Moodle", scopes=["statements/read"]).post([statement()])
    kept = RefusedRequest.objects.get()
    url = f"/admin/xapi_refused/{kept.pk}/rejouer/"
    assert admin.get(url).status_code == 405
    assert "encore refusée (réponse 403)" in text(admin.post(url, follow=True))
    ApiKey.objects.update(scopes=["all"])
    page = text(admin.post(url, follow=True))
    assert "Rejouée et acceptée (réponse 200)" in page
    assert "acceptée depuis" in page
    assert "déjà été acceptée" in text(admin.post(url, follow=True))
    assert Statement.objects.count() == 1


def test_all_that_the_filters_find_is_made_again(admin, lrs):
    other = client_for("Moodle", scopes=["statements/read"])
    for _ in range(2):
        other.post([statement()])
    lrs.post([statement(actor={})])
    ApiKey.objects.filter(name="Moodle").update(scopes=["all"])
    url = f"/admin/xapi_refused/rejouer/?status=403&key={ApiKey.objects.get(name='Moodle').pk}"
    assert "Requêtes rejouées : 2, dont 2 acceptée(s)" in text(admin.post(url, follow=True))
    assert "Requêtes rejouées : 1, dont 0 acceptée(s) et 1 encore" in text(
        admin.post("/admin/xapi_refused/rejouer/", follow=True)
    )


@pytest.mark.parametrize(
    ("body", "place", "shown"),
    [
        ('{"a": {"b/c": [1, {"d": 2}]}}', {"pointer": "/a/b~1c/1/d"}, "<mark>2</mark>"),
        ('[{"a": 1}, {"a": {"b": 1}}]', {"index": 1, "pointer": "/a"}, "<mark>{\n      &quot;b&quot;: 1\n    }</mark>"),
        ('[{"a": 1}]', {"index": 0, "pointer": ""}, "<mark>{"),
        ('{"a": "###"}', {"pointer": "/a"}, "<mark>&quot;###&quot;</mark>"),
        ('{"a": 1}', {"pointer": "/b"}, "{\n  &quot;a&quot;: 1\n}"),
        ('{"a": 1}', {"pointer": ""}, "{\n  &quot;a&quot;: 1\n}"),
        ("{not json", {"pointer": "/a"}, "{not json"),
    ],
)
def test_the_faulty_place_is_marked(body, place, shown):
    assert shown in marking.marked(body, **place)


def test_every_rule_has_its_explanation():
    sources = [path.read_text() for path in Path(site_settings.BASE_DIR, "xapi").rglob("*.py")]
    rules = {rule for source in sources for rule in re.findall(r'rule="([a-z-]+)"', source)}
    assert rules <= explanations.RULES.keys()


def test_the_kept_error_is_that_of_the_answer(lrs):
    response = lrs.post([statement(actor={})])
    assert RefusedRequest.objects.get().error == response.json() == json.loads(response.content)
