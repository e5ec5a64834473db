"""Filters, pages, formats and times of the statements resource."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.xapi import sent, statement
from tests.xapi.conftest import client_for
from xapi.models import Statement
from xapi.services.store import store_statements

ANN = {"mbox": "mailto:ann@x.example"}
BOB = {"account": {"homePage": "https://rh.example", "name": "bob"}}
READ = {"id": "http://x.example/read"}
WROTE = {"id": "http://x.example/wrote"}
BOOK = {"id": "http://x.example/book"}
SHELF = {"id": "http://x.example/shelf"}


def store(*statements: dict) -> list[str]:
    return [str(one) for one in store_statements(batch=sent(*statements))]


def test_each_filter_and_their_combinations(lrs):
    registration = str(uuid.uuid4())
    one, two, three, four = store(
        statement(actor=ANN, verb=READ, object=BOOK),
        statement(actor=ANN, verb=WROTE, object=BOOK, context={"registration": registration}),
        statement(
            actor=BOB, verb=READ, object=SHELF, context={"contextActivities": {"other": [BOOK]}, "instructor": ANN}
        ),
        statement(actor=BOB, verb=READ, object={**ANN, "objectType": "Agent"}),
    )
    ann = json.dumps(ANN)
    assert lrs.ids(agent=ann) == [four, two, one]
    assert lrs.ids(agent=ann, related_agents="true") == [four, three, two, one]
    assert lrs.ids(agent=json.dumps({**ANN, "name": "Ann", "objectType": "Agent"}), verb=WROTE["id"]) == [two]
    assert lrs.ids(agent=json.dumps(BOB), verb=READ["id"]) == [four, three]
    assert lrs.ids(activity=BOOK["id"]) == [two, one]
    assert lrs.ids(activity=BOOK["id"], related_activities="true") == [three, two, one]
    assert lrs.ids(activity=BOOK["id"], verb=READ["id"], agent=ann) == [one]
    assert lrs.ids(registration=registration) == [two]
    assert lrs.ids(registration=registration.upper(), agent=ann, activity=BOOK["id"]) == [two]
    assert lrs.ids(registration=registration, agent=json.dumps(BOB)) == []
    assert lrs.ids(verb=READ["id"]) == [four, three, one]
    assert lrs.ids(verb="http://x.example/unknown") == []
    assert lrs.ids(agent='{"mbox": "mailto:nobody@x.example"}') == []
    assert lrs.ids(limit=2) == [four, three]
    assert lrs.ids(limit=0, ascending="true") == [one, two, three, four]


def test_members_of_a_group_match(lrs):
    group = {"objectType": "Group", "member": [ANN, BOB]}
    identified = {"objectType": "Group", "mbox": "mailto:team@x.example", "member": [BOB]}
    one, two = store(statement(actor=group), statement(actor=identified))
    assert lrs.ids(agent=json.dumps(ANN)) == [one]
    assert lrs.ids(agent=json.dumps(BOB)) == [two, one]
    assert lrs.ids(agent='{"objectType": "Group", "mbox": "mailto:team@x.example"}') == [two]


def test_what_a_substatement_names_is_related(lrs):
    inner = {"objectType": "SubStatement", "actor": ANN, "verb": READ, "object": BOOK}
    inner["context"] = {"contextActivities": {"grouping": [SHELF]}, "team": {"objectType": "Group", "member": [BOB]}}
    [one] = store(statement(actor={"openid": "http://x.example/carl"}, object=inner))
    for agent in (ANN, BOB):
        assert lrs.ids(agent=json.dumps(agent)) == []
        assert lrs.ids(agent=json.dumps(agent), related_agents="true") == [one]
    for activity in (BOOK, SHELF):
        assert lrs.ids(activity=activity["id"]) == []
        assert lrs.ids(activity=activity["id"], related_activities="true") == [one]


def test_the_authority_is_a_related_agent(lrs):
    sent_by_us = statement()
    lrs.post(sent_by_us)
    authority = json.dumps(lrs.get(statementId=sent_by_us["id"]).json()["authority"])
    assert lrs.ids(agent=authority) == []
    assert lrs.ids(agent=authority, related_agents="true") == [sent_by_us["id"]]


# -- Times -------------------------------------------------------------------------------------------------------------


def test_since_is_exclusive_and_until_inclusive(lrs):
    ids = store(*(statement() for _ in range(4)))
    stored = [one["stored"] for one in lrs.get(ascending="true").json()["statements"]]
    assert stored == sorted(set(stored))
    assert lrs.ids(since=stored[1]) == [ids[3], ids[2]]
    assert lrs.ids(until=stored[1]) == [ids[1], ids[0]]
    assert lrs.ids(since=stored[0], until=stored[2], ascending="true") == [ids[1], ids[2]]
    shifted = datetime.fromisoformat(stored[1]).astimezone(UTC) + timedelta(hours=2)
    assert lrs.ids(since=shifted.isoformat().replace("+00:00", "+02:00")) == [ids[3], ids[2]]


def test_stored_never_goes_back_even_when_the_clock_does(db):
    with time_machine.travel("2026-05-01T12:00:00Z", tick=False):
        store(statement(), statement())
    with time_machine.travel("2026-05-01T11:00:00Z", tick=False):
        store(statement())
    stored = list(Statement.objects.order_by("seq").values_list("stored", flat=True))
    assert [one.isoformat() for one in stored] == [
        "2026-05-01T12:00:00+00:00",
        "2026-05-01T12:00:00.000001+00:00",
        "2026-05-01T12:00:00.000002+00:00",
    ]


def test_consistent_through_is_now_when_nobody_writes(lrs):
    before = datetime.now(UTC)
    told = datetime.fromisoformat(lrs.get()["X-Experience-API-Consistent-Through"])
    assert before <= told <= datetime.now(UTC)


# -- Pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_walks_through_everything_once_whatever_is_stored_meanwhile(lrs, ascending):
    ids = store(*(statement(actor=ANN) for _ in range(7)))
    seen = []
    response = lrs.get(agent=json.dumps(ANN), limit=3, ascending=ascending).json()
    while True:
        seen += [one["id"] for one in response["statements"]]
        store(statement(actor=ANN))
        if not response["more"]:
            break
        assert response["more"].startswith("/xapi/statements?cursor=")
        response = lrs.client.get(response["more"], headers=lrs.headers).json()
    assert seen == (ids if ascending == "true" else ids[::-1])


def test_a_full_last_page_has_no_more(lrs):
    store(*(statement() for _ in range(4)))
    response = lrs.get(limit=4).json()
    assert (len(response["statements"]), response["more"]) == (4, "")


def test_a_cursor_belongs_to_its_key_and_cannot_be_altered(lrs):
    store(statement(), statement())
    more = lrs.get(limit=1).json()["more"]
    other = client_for("other")
    assert other.client.get(more, headers=other.headers).status_code == 400
    assert lrs.client.get(more[:-3] + "abc", headers=lrs.headers).status_code == 400
    assert lrs.client.get(more, headers=lrs.headers).status_code == 200


def test_all_filters_survive_in_a_cursor(lrs):
    registration = str(uuid.uuid4())
    parts = {"actor": ANN, "verb": READ, "object": BOOK, "context": {"registration": registration}}
    ids = store(*(statement(**parts) for _ in range(3)), statement(actor=ANN))
    response = lrs.get(
        agent=json.dumps(ANN),
        verb=READ["id"],
        activity=BOOK["id"],
        registration=registration,
        since="2020-01-01T00:00:00Z",
        until="2999-01-01T00:00:00Z",
        related_agents="true",
        related_activities="true",
        ascending="true",
        format="ids",
        limit=2,
    ).json()
    rest = lrs.client.get(response["more"], headers=lrs.headers).json()
    assert [one["id"] for one in rest["statements"]] == [ids[2]]


def test_a_page_costs_the_same_queries_whatever_its_size(lrs):
    store(*(statement(actor=ANN) for _ in range(10)))
    lrs.ids()  # the first request notes that the key is used
    counts = []
    for limit in (1, 3, 10):
        with CaptureQueriesContext(connection) as queries:
            lrs.ids(agent=json.dumps(ANN), verb=statement()["verb"]["id"], limit=limit)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 8


# -- Formats -----------------------------------------------------------------------------------------------------------


def test_ids_keep_only_what_identifies(lrs):
    group = {"objectType": "Group", "name": "Équipe", "member": [{**ANN, "name": "Ann"}]}
    inner = {"objectType": "SubStatement", "actor": {**BOB, "name": "Bob"}, "verb": READ, "object": BOOK}
    book = {**BOOK, "definition": {"name": {"fr": "Livre"}}}
    store(
        statement(
            actor={**ANN, "name": "Ann"},
            verb={**READ, "display": {"fr": "a lu"}},
            object=inner,
            context={"contextActivities": {"parent": [book]}, "team": group},
        ),
        statement(object={"objectType": "StatementRef", "id": str(uuid.uuid4())}),
    )
    _, read = lrs.get(format="ids").json()["statements"]
    assert read["actor"] == ANN
    assert read["verb"] == READ
    assert read["object"]["actor"] == BOB
    assert read["context"]["contextActivities"] == {"parent": [BOOK]}
    assert read["context"]["team"] == {"objectType": "Group", "member": [ANN]}


def test_canonical_gives_one_language_and_the_last_definition(lrs):
    name = {"fr-FR": "Livre", "en-GB": "Book"}
    choices = [{"id": "a", "description": {"fr": "Oui", "en": "Yes"}}]
    definition = {"name": name, "interactionType": "choice", "choices": choices}
    verb = {**READ, "display": {"fr": "a lu", "en": "read"}}
    store(statement(verb=verb, object={**BOOK, "definition": definition}))
    store(statement(verb=READ, object=BOOK), statement(object={**ANN, "objectType": "Agent"}))

    def canonical(language: str) -> dict:
        headers = {**lrs.headers, "Accept-Language": language}
        response = lrs.client.get("/xapi/statements", {"format": "canonical", "verb": READ["id"]}, headers=headers)
        return response.json()["statements"][0]

    english = canonical("de, en;q=0.5, fr;q=0.1")
    assert english["object"]["definition"]["name"] == {"en-GB": "Book"}
    assert english["object"]["definition"]["choices"] == [{"id": "a", "description": {"en": "Yes"}}]
    assert english["verb"]["display"] == {"en": "read"}
    assert canonical("fr-FR")["verb"]["display"] == {"fr": "a lu"}
    assert canonical("x;q=y")["verb"]["display"] == {"fr": "a lu"}


def test_another_client_does_not_change_what_our_activities_are_called(lrs):
    ours = {"id": "http://localhost:8000/xapi/module/m1", "definition": {"name": {"fr": "Module 1"}}}
    store(statement(object=ours))
    lrs.post(statement(object={**ours, "definition": {"name": {"fr": "Piraté"}}}))
    names = [one["object"]["definition"]["name"] for one in lrs.get(format="canonical").json()["statements"]]
    assert names == [{"fr": "Module 1"}, {"fr": "Module 1"}]
