"""A person that other systems name in their statements is made unknown, wherever she stands."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from wagtail.models import ModelLogEntry

from cms.accounts import privacy
from cms.accounts.enums import Role
from cms.accounts.services import erase_account
from tests.factories.accounts import UserFactory
from tests.factories.xapi import key, sent, statement
from tests.xapi.mixed import attachment
from xapi.attachments import Files
from xapi.models import Agent, Attachment, AttachmentUse, Erasure, RetentionRule, Statement
from xapi.rewriting import ERASED
from xapi.services.erasure import ask_erasure, erase_due, footprint
from xapi.services.retention import apply_rules
from xapi.services.store import store_statements
from xapi.tasks import apply_retention_rule

pytestmark = pytest.mark.django_db

ADDRESS = "camille.durand@caf.example"
CAMILLE = {"mbox": f"mailto:{ADDRESS}", "name": "Camille Durand"}
HASHED = {"mbox_sha1sum": hashlib.sha1(f"mailto:{ADDRESS}".encode(), usedforsecurity=False).hexdigest()}
OTHER = {"mbox": "mailto:sam@caf.example", "name": "Sam"}
TEAM = {"objectType": "Group", "name": "Accueil", "member": [CAMILLE, OTHER]}
PLACES = {
    "actor": statement(actor=CAMILLE, result={"response": "Je m'appelle Camille"}),
    "in capitals": statement(actor={"mbox": f"mailto:{ADDRESS.title()}"}),
    "hashed": statement(actor=HASHED),
    "member": statement(actor=TEAM),
    "object": statement(object={"objectType": "Agent", **CAMILLE}),
    "instructor": statement(context={"instructor": CAMILLE}),
    "substatement": statement(
        object={
            "objectType": "SubStatement",
            "actor": CAMILLE,
            "verb": {"id": "https://v.example/v"},
            "object": {"id": "https://a.example/a"},
        }
    ),
    "extension": statement(
        actor=CAMILLE,
        context={"extensions": {"https://e.example/mail": f"Contact : {ADDRESS}", "https://e.example/note": 1.50}},
    ),
}
IDENTIFIERS = [{"mbox": CAMILLE["mbox"]}]


def payloads() -> dict[str, dict]:
    return {str(one.statement_id): json.loads(one.payload) for one in Statement.objects.all()}


def erase():
    ask_erasure(identifiers=IDENTIFIERS, by=UserFactory(role=Role.ADMINISTRATOR))
    return erase_due()


def test_the_person_is_nowhere_any_more():
    store_statements(batch=sent(*PLACES.values()), key=key())
    assert footprint(identifiers=IDENTIFIERS).statements == len(PLACES)
    assert erase() == len(PLACES)
    kept = json.dumps(list(payloads().values())).lower()
    for trace in (ADDRESS, HASHED["mbox_sha1sum"], "camille", "durand"):
        assert trace not in kept
    assert not Agent.objects.filter(ifi__icontains=ADDRESS).exists()
    assert not Agent.objects.filter(name="Camille Durand").exists()
    assert footprint(identifiers=IDENTIFIERS).statements == 0


def test_the_statements_stay_and_are_found_under_one_name_of_nobody(lrs):
    store_statements(batch=sent(*PLACES.values()), key=key())
    erase()
    erasure = Erasure.objects.get()
    account = payloads()[PLACES["actor"]["id"]]["actor"]["account"]
    assert account["name"] == erasure.replacement
    found = lrs.ids(agent=json.dumps({"account": account}), related_agents="true")
    assert set(found) == {one["id"] for one in PLACES.values()}
    direct = {PLACES[name]["id"] for name in ("actor", "in capitals", "hashed", "member", "object", "extension")}
    assert set(lrs.ids(agent=json.dumps({"account": account}))) == direct
    assert lrs.ids(agent=json.dumps(IDENTIFIERS[0]), related_agents="true") == []


def test_the_others_and_the_rest_are_left_as_they_were():
    mine = statement(actor=OTHER, result={"score": {"scaled": 0.50}, "response": "Sam"})
    store_statements(batch=sent(*PLACES.values(), mine), key=key())
    before = Statement.objects.get(statement_id=mine["id"]).payload
    erase()
    assert Statement.objects.get(statement_id=mine["id"]).payload == before
    kept = payloads()
    assert kept[PLACES["member"]["id"]]["actor"]["member"][1] == OTHER
    assert kept[PLACES["actor"]["id"]]["result"]["response"] == ERASED
    extensions = kept[PLACES["extension"]["id"]]["context"]["extensions"]
    assert extensions == {"https://e.example/mail": ERASED, "https://e.example/note": 1.5}


def test_what_was_rewritten_is_not_stored_again_when_its_source_repeats_it(lrs):
    lrs.post(PLACES["actor"])
    erase()
    assert lrs.post(PLACES["actor"]).status_code == 409
    assert ADDRESS not in json.dumps(payloads())


def test_voided_statements_are_rewritten_too(lrs):
    lrs.post(PLACES["actor"])
    voiding = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    lrs.post(statement(verb=voiding, object={"objectType": "StatementRef", "id": PLACES["actor"]["id"]}))
    erase()
    voided = lrs.get(voidedStatementId=PLACES["actor"]["id"]).json()
    assert ADDRESS not in json.dumps(voided)
    assert voided["result"]["response"] == ERASED


def test_more_than_a_batch_is_rewritten(monkeypatch):
    monkeypatch.setattr("xapi.services.erasure.BATCH", 2)
    store_statements(batch=sent(*(statement(actor=CAMILLE) for _ in range(5))), key=key())
    assert erase() == 5
    assert erase_due() == 0


def test_the_identifiers_go_with_the_work_and_the_journal_keeps_the_rest():
    store_statements(batch=sent(PLACES["actor"]), key=key())
    erase()
    erasure = Erasure.objects.get()
    assert (erasure.identifiers, erasure.statements) == ([], 1)
    assert erasure.done_at is not None
    journal = ModelLogEntry.objects.filter(action__startswith="xapi.erasure").order_by("pk")
    assert [entry.action for entry in journal] == ["xapi.erasure.ask", "xapi.erasure.done"]
    assert ADDRESS not in json.dumps([[entry.label, entry.data] for entry in journal])


def test_erasing_an_account_rewrites_what_others_wrote_about_its_address():
    user = UserFactory(email=ADDRESS)
    store_statements(batch=sent(PLACES["actor"], statement(actor=OTHER)), key=key())
    assert [one["id"] for one in privacy.export(user)["xapi"]["statements_of_others"]] == [PLACES["actor"]["id"]]
    erase_account(user=user)
    assert erase_due() == 1
    assert ADDRESS not in json.dumps(payloads())


def test_an_account_that_nobody_names_leaves_nothing_to_do():
    erase_account(user=UserFactory(email=ADDRESS))
    assert not Erasure.objects.exists()


# -- In the administration ---------------------------------------------------------------------------------------------

PERSON = {"kind": "mbox", "value": ADDRESS}


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    return client


def test_an_administrator_looks_exports_and_erases(admin):
    store_statements(batch=sent(PLACES["actor"], PLACES["hashed"]), key=key())
    looked = admin.post("/admin/erasure/new/", PERSON).content.decode()
    assert "2 traces nomment cette personne" in looked
    exported = b"".join(admin.post("/admin/erasure/new/", {**PERSON, "export": "1"}).streaming_content)
    assert {one["id"] for one in json.loads(exported)} == {PLACES["actor"]["id"], PLACES["hashed"]["id"]}
    assert ModelLogEntry.objects.get(action="xapi.person.export").data == {"statements": 2, "documents": 0}
    refused = admin.post("/admin/erasure/new/", {**PERSON, "erase": "1"}).content.decode()
    assert "Cochez la case" in refused
    assert not Erasure.objects.exists()
    admin.post("/admin/erasure/new/", {**PERSON, "erase": "1", "confirmed": "1"})
    assert erase_due() == 2
    assert "Aucune trace ne nomme" in admin.post("/admin/erasure/new/", PERSON).content.decode()
    assert admin.get("/admin/erasure/").status_code == 200


def test_a_person_that_nobody_names_exports_nothing(admin):
    response = admin.post("/admin/erasure/new/", {**PERSON, "export": "1"})
    assert json.loads(b"".join(response.streaming_content)) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "mbox", "value": "pas une adresse"}, "en est pas un"),
        ({"kind": "account", "value": "a1"}, "en est pas un"),
        ({"kind": "openid", "value": ""}, "Champ requis"),
    ],
)
def test_what_is_not_an_identifier_is_refused_and_kept(admin, fields, message):
    page = admin.post("/admin/erasure/new/", fields).content.decode()
    assert message in page
    assert f'value="{fields["value"]}"' in page or not fields["value"]


def test_a_person_may_be_an_account_of_another_service(admin):
    store_statements(batch=sent(statement()), key=key())
    fields = {"kind": "account", "value": "a1", "home_page": "https://rh.example"}
    assert "1 trace nomme cette personne" in admin.post("/admin/erasure/new/", fields).content.decode()


# -- Retention of what others wrote ------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ACTIVITY = "https://a.example/vieux"


def stored(days_ago: int, by, **changes) -> str:
    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        return str(store_statements(batch=sent(statement(**changes)), key=by)[0])


@pytest.fixture
def history() -> dict[str, str]:
    """Statements of two keys and our own, by name."""
    first, second = key("première"), key("seconde")
    named = {"context": {"contextActivities": {"grouping": [{"id": ACTIVITY}]}}}
    return {
        "old": stored(100, first),
        "old of another": stored(99, second),
        "old, named": stored(98, second, **named),
        "own": stored(97, None, **named),
        "recent": stored(5, first, **named),
    }


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        ({}, {"old", "old of another", "old, named"}),
        ({"key": "première"}, {"old"}),
        ({"activity": ACTIVITY}, {"old, named"}),
        ({"activity": ACTIVITY, "days": 2}, {"old, named", "recent"}),
        ({"activity": "https://a.example/inconnue"}, set()),
        ({"is_active": False}, set()),
    ],
)
def test_a_rule_forgets_by_age_key_and_activity_never_our_own(history, rule, gone):
    fields = {"name": "règle", "days": 30, "is_active": True, **rule}
    if "key" in fields:
        fields["key"] = Statement.objects.get(statement_id=history["old"]).key
    made = RetentionRule.objects.create(**fields)
    assert apply_rules(now=NOW) == len(gone)
    assert set(payloads()) == {history[name] for name in history.keys() - gone}
    made.refresh_from_db()
    assert made.deleted == len(gone)
    assert ModelLogEntry.objects.filter(action="xapi.retention.apply").count() == bool(gone)


def test_a_rule_is_tried_then_applied_by_hand(admin, history):
    rule = RetentionRule.objects.create(name="règle", days=30)
    with time_machine.travel(NOW):
        tried = admin.get(f"/admin/retentionrule/inspect/{rule.pk}/").content.decode()
        assert "supprimerait maintenant 3 traces" in " ".join(tried.split())
        assert len(payloads()) == 5
        admin.post(f"/admin/retentionrule/{rule.pk}/appliquer/")
        assert len(payloads()) == 5
        apply_retention_rule(rule.pk, UserFactory().pk)
    assert len(payloads()) == 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANIMATOR, Role.TRAINING_MANAGER, Role.MEMBER])
def test_nobody_else_may(client, role):
    client.force_login(UserFactory(role=role))
    rule = RetentionRule.objects.create(name="règle", days=1)
    for address in ("erasure/new/", f"retentionrule/{rule.pk}/appliquer/"):
        assert client.post(f"/admin/{address}", {**PERSON, "export": "1"}).status_code in (302, 403)
    assert not Erasure.objects.exists()


def test_the_data_of_attachments_goes_with_the_name_unless_others_use_it():
    mine, shared = attachment(b"Camille Durand"), attachment(b"shared")
    files = Files(
        {one["sha2"]: content for one, content in ((mine, b"Camille Durand"), (shared, b"shared"))},
        {one["sha2"]: {""} for one in (mine, shared)},
    )
    hers, other = statement(actor=CAMILLE, attachments=[mine, shared]), statement(actor=OTHER, attachments=[shared])
    store_statements(batch=sent(hers, other), key=key(), files=files)
    erase()
    assert list(Attachment.objects.values_list("pk", flat=True)) == [shared["sha2"]]
    assert "attachments" not in payloads()[hers["id"]]
    assert AttachmentUse.objects.count() == 1
