"""Keys, targets, statements and waiting rows in the Wagtail administration."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts import privacy
from cms.accounts.enums import Role
from cms.accounts.services import erase_account
from tests.factories.accounts import UserFactory
from tests.factories.xapi import key, sent, statement, target
from tests.xapi.conftest import XapiClient, client_for
from tests.xapi.server import bad_store
from tests.xapi.test_outbox import enrolled, tell
from xapi.instance import instance_id
from xapi.models import ApiKey, OutboxRow, Pseudonym, Refusal, Statement, Target
from xapi.secrets import decrypt
from xapi.services.outbox import flush
from xapi.services.store import store_statements
from xapi.vocabulary import extension


@pytest.fixture
def admin(client, db):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    return client


def fields(**changes):
    return {
        "name": "LRS du réseau",
        "endpoint": "http://127.0.0.1:9/xapi/",
        "version": "1.0.3",
        "username": "u",
        "password": "s3cret",
        "consumer": "reseau",
        "is_active": "on",
        **changes,
    }


def key_fields(**changes):
    return {
        "name": "client",
        "scopes": ["all"],
        "default_version": "1.0.3",
        "is_active": "on",
        "networks": "",
        **changes,
    }


# -- Who may -----------------------------------------------------------------------------------------------------------

NEW_PAGES = ["xapi_overview/", "xapi_refused/"]
PAGES = [
    "apikey/",
    "apikey/new/",
    "xapi_targets/",
    "xapi_targets/new/",
    "refusal/",
    "statement/",
    "xapi_outbox/",
    *NEW_PAGES,
]


@pytest.mark.parametrize("page", PAGES)
def test_administrators_open_every_page(admin, page):
    assert admin.get(f"/admin/{page}").status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANIMATOR, Role.TRAINING_MANAGER, Role.MEMBER, None])
def test_nobody_else_does(client, db, role):
    client.force_login(UserFactory(role=role))
    there, row = (
        target("http://127.0.0.1:9/"),
        OutboxRow.objects.create(key="k", kind="x", payload={}, user=UserFactory(), at=timezone.now(), error="x"),
    )
    pages = [
        *PAGES,
        f"xapi_targets/inspect/{there.pk}/",
        f"xapi_targets/edit/{there.pk}/",
        f"xapi_outbox/inspect/{row.pk}/",
    ]
    for page in pages:
        response = client.get(f"/admin/{page}")
        assert response.status_code in (302, 403), page
        assert "LRS" not in response.content.decode()
    for action in (
        f"xapi_targets/{there.pk}/reprendre/",
        f"xapi_targets/{there.pk}/renvoyer/",
        f"xapi_outbox/{row.pk}/rejouer/",
    ):
        assert client.post(f"/admin/{action}").status_code in (302, 403)
    client.post("/admin/apikey/new/", {"name": "x", "scopes": ["all"]})
    row.refresh_from_db()
    assert (row.error, ApiKey.objects.count()) == ("x", 0)


def test_what_the_machinery_writes_is_read_only_even_for_administrators(admin):
    store_statements(batch=sent(statement()))
    seq = Statement.objects.get().seq
    assert admin.get(f"/admin/statement/inspect/{seq}/").status_code == 200
    for page in ("statement/new/", f"statement/edit/{seq}/", f"statement/delete/{seq}/"):
        assert admin.get(f"/admin/{page}").status_code == 302
        assert admin.post(f"/admin/{page}").status_code == 302
    assert Statement.objects.count() == 1


def test_actions_need_a_post(admin):
    there = target("http://127.0.0.1:9/")
    assert admin.get(f"/admin/xapi_targets/{there.pk}/reprendre/").status_code == 405


# -- Keys --------------------------------------------------------------------------------------------------------------


def test_a_key_is_made_and_its_secret_shown_once(admin):
    response = admin.post("/admin/apikey/new/", key_fields(name="Moodle", scopes=["statements/write"]))
    page = response.content.decode()
    made = ApiKey.objects.get()
    secret = re.search(r"<dt>Secret</dt>\s*<dd>\s*<code>([^<]+)</code>", page).group(1)
    assert made.key in page
    assert "http://testserver/xapi/" in page
    assert "no-store" in response["Cache-Control"]
    assert XapiClient(made.key, secret).post(statement()).status_code == 200
    assert XapiClient(made.key, secret).get().status_code == 403
    for shown in ("/admin/apikey/", f"/admin/apikey/edit/{made.pk}/"):
        assert secret not in admin.get(shown).content.decode()


def test_a_key_can_be_switched_off_but_not_deleted(admin):
    made = key("client")
    assert "désactivée" in admin.post(f"/admin/apikey/{made.pk}/desactiver/", follow=True).content.decode()
    made.refresh_from_db()
    assert not made.is_active
    assert "Désactivée : ses requêtes sont refusées" in admin.get("/admin/apikey/").content.decode()
    admin.post(f"/admin/apikey/{made.pk}/reactiver/")
    made.refresh_from_db()
    assert made.is_active
    assert admin.post(f"/admin/apikey/delete/{made.pk}/").status_code == 302
    assert ApiKey.objects.count() == 1


def test_a_key_needs_a_scope_and_a_name_of_its_own(admin):
    key("pris")
    page = admin.post("/admin/apikey/new/", {"name": "pris"}).content.decode()
    assert "Champ requis" in page
    assert ApiKey.objects.count() == 1


def test_the_limits_of_a_key_are_kept_and_shown_again(admin):
    admin.post(
        "/admin/apikey/new/",
        key_fields(
            default_version="2.0.0", expires_at="2031-03-01 12:00", networks="192.0.2.0/24\n\n2001:db8::/32",
            requests_per_minute="60",
        ),
    )  # fmt: skip
    made = ApiKey.objects.get()
    assert (made.default_version, made.requests_per_minute) == ("2.0.0", 60)
    assert made.networks == ["192.0.2.0/24", "2001:db8::/32"]
    page = admin.get(f"/admin/apikey/edit/{made.pk}/").content.decode()
    assert "192.0.2.0/24\n2001:db8::/32</textarea>" in page
    assert "Active jusqu&#x27;au 1 mars 2031 à 12:00" in page
    admin.post(f"/admin/apikey/edit/{made.pk}/", key_fields(expires_at="2020-03-01 12:00"))
    made.refresh_from_db()
    assert (made.networks, made.requests_per_minute) == ([], None)
    assert "Expirée depuis le 1 mars 2020" in admin.get("/admin/apikey/").content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"networks": "192.0.2.0/24\nici"}, "« ici » n&#x27;est pas un réseau"),
        ({"networks": "192.0.2.7/24"}, "vouliez-vous dire 192.0.2.0/24"),
        ({"networks": "2001:db8::1/128"}, "au plus /64"),
        ({"requests_per_minute": "0"}, "supérieure ou égale à 1"),
        ({"scopes": ["tout"]}, "choix"),
        ({"default_version": "0.9"}, "choix"),
    ],
)
def test_bad_limits_are_refused_with_a_reason(admin, changes, told):
    page = admin.post("/admin/apikey/new/", key_fields(**changes)).content.decode()
    assert told in page
    assert ApiKey.objects.count() == 0


def test_a_key_gets_a_new_secret_and_the_old_one_is_worth_nothing(admin):
    old = client_for("client")
    made = ApiKey.objects.get()
    url = f"/admin/apikey/{made.pk}/secret/"
    assert "cesse aussitôt" in admin.get(url).content.decode()
    assert old.get().status_code == 200
    response = admin.post(url)
    secret = re.search(r"<dt>Secret</dt>\s*<dd>\s*<code>([^<]+)</code>", response.content.decode()).group(1)
    assert "no-store" in response["Cache-Control"]
    assert (old.get().status_code, XapiClient(made.key, secret).get().status_code) == (401, 200)
    assert secret not in str(list(ModelLogEntry.objects.values()))
    assert ModelLogEntry.objects.filter(action="xapi.key.rotate", object_id=made.pk).exists()


def test_the_list_of_keys_tells_what_each_did(admin):
    one = client_for("Moodle")
    one.post([statement(), statement()])
    one.post([statement(actor={})])
    page = admin.get("/admin/apikey/").content.decode()
    assert re.search(r"<td\s*>\s*2\s*</td>", page)
    assert "400, le" in page


def test_the_command_prints_credentials_that_work(db, capsys):
    call_command("xapi_key", "script")
    username, secret = capsys.readouterr().out.splitlines()[-1].split()
    assert XapiClient(username, secret).get().status_code == 200
    with pytest.raises(CommandError):
        call_command("xapi_key", "script")


# -- Targets -----------------------------------------------------------------------------------------------------------


def test_a_target_is_made_and_its_secret_never_shown(admin):
    admin.post("/admin/xapi_targets/new/", fields(verbs=["http://adlnet.gov/expapi/verbs/passed"]))
    made = Target.objects.get()
    assert decrypt(made.secret) == "s3cret"
    assert made.verbs == ["http://adlnet.gov/expapi/verbs/passed"]
    for page in ("", f"edit/{made.pk}/", f"inspect/{made.pk}/"):
        shown = admin.get(f"/admin/xapi_targets/{page}").content.decode()
        assert "s3cret" not in shown
        assert made.secret not in shown
    admin.post(f"/admin/xapi_targets/edit/{made.pk}/", fields(password="", name="Autre nom"))
    made.refresh_from_db()
    assert (made.name, decrypt(made.secret)) == ("Autre nom", "s3cret")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"password": ""}, "Saisissez le secret"),
        ({"endpoint": "http://lrs.example/"}, "doit commencer par https"),
        ({"endpoint": "https://169.254.169.254/"}, "réseau privé"),
        ({"endpoint": "https://u:p@lrs.example/"}, "ni identifiants"),
        ({"endpoint": "https://lrs.example/?x=1"}, "ni identifiants"),
        ({"consumer": "self"}, "notre propre entrepôt"),
        ({"consumer": "à b"}, "des lettres, des nombres"),
        ({"verbs": ["http://x/unknown"]}, "choix"),
    ],
)
def test_a_bad_target_is_refused_with_a_reason(admin, changes, told):
    page = admin.post("/admin/xapi_targets/new/", fields(**changes)).content.decode()
    assert told in page
    assert Target.objects.count() == 0


def test_our_own_address_is_refused(admin):
    with bad_store() as server:
        server.about = {"extensions": {extension("instance"): instance_id()}}
        page = admin.post("/admin/xapi_targets/new/", fields(endpoint=server.endpoint)).content.decode()
    assert "celle de notre propre site" in page
    assert Target.objects.count() == 0


@pytest.mark.parametrize(
    ("listed", "version", "made"),
    [
        (["1.0.3", "1.0.0"], "1.0.3", True),
        (["1.0.1"], "1.0.3", True),
        (["2.0.1", "1.0.3"], "2.0.0", True),
        (["2.0.0"], "1.0.3", False),
        (["1.0.3"], "2.0.0", False),
        (["0.95"], "1.0.3", False),
        ([], "2.0.0", True),
        ("2.0.0", "1.0.3", True),
        ([None, {}], "1.0.3", True),
    ],
)
def test_a_target_is_asked_whether_it_speaks_the_version(admin, listed, version, made):
    with bad_store() as server:
        server.about = {"version": listed}
        page = admin.post("/admin/xapi_targets/new/", fields(endpoint=server.endpoint, version=version))
    assert Target.objects.count() == made
    if not made:
        assert f"Elle annonce : {', '.join(listed)}." in page.content.decode()


def test_the_administrator_sees_where_a_target_stands_and_asks_for_another_try(admin):
    [first, *_] = store_statements(batch=sent(statement(), statement(), statement()))
    there = target("http://127.0.0.1:9/", last_error="500 – panne", suspended_at=timezone.now(), position=1)
    Target.objects.update(position=Statement.objects.get(statement_id=first).seq)
    Refusal.objects.create(target=there, statement=Statement.objects.get(statement_id=first), reason="400 – non")
    page = admin.get(f"/admin/xapi_targets/inspect/{there.pk}/").content.decode()
    assert re.search(r"<dt>Traces à remettre</dt>\s*<dd>\s*2\s*</dd>", page)
    assert re.search(r"<dt>Traces refusées</dt>\s*<dd>\s*1\s*</dd>", page)
    assert "500 – panne" in page
    assert "400 – non" in admin.get("/admin/refusal/").content.decode()
    admin.post(f"/admin/xapi_targets/{there.pk}/reprendre/")
    admin.post(f"/admin/xapi_targets/{there.pk}/renvoyer/")
    there.refresh_from_db()
    assert (there.suspended_at, there.last_error) == (None, "")
    assert Refusal.objects.get().retry


# -- Statements and waiting rows ---------------------------------------------------------------------------------------


def test_a_statement_shows_as_text_never_as_markup(admin):
    store_statements(batch=sent(statement(result={"response": "<script>alert(1)</script>"})))
    page = admin.get(f"/admin/statement/inspect/{Statement.objects.get().seq}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("page", ["statement/", "refusal/", "xapi_outbox/"])
def test_lists_cost_the_same_queries_whatever_their_length(admin, page):
    there = target("http://127.0.0.1:9/")
    counts = []
    for size in (1, 2):
        for one in store_statements(batch=sent(*(statement() for _ in range(size)))):
            Refusal.objects.create(target=there, statement=Statement.objects.get(statement_id=one), reason="x")
        tell(*(enrolled(UserFactory()) for _ in range(size)))
        admin.get(f"/admin/{page}")
        with CaptureQueriesContext(transaction.get_connection()) as queries:
            admin.get(f"/admin/{page}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_poisoned_row_is_shown_and_replayed(admin):
    tell(enrolled(UserFactory()))
    row = OutboxRow.objects.get()
    OutboxRow.objects.update(error="KeyError: 'x'", failed_at=timezone.now())
    listed = admin.get("/admin/xapi_outbox/").content.decode()
    assert ("KeyError" in listed, "Inscription" in listed, "courses.Enrolled" in listed) == (True, True, False)
    assert "Rejouer" in admin.get(f"/admin/xapi_outbox/inspect/{row.pk}/").content.decode()
    admin.post(f"/admin/xapi_outbox/{row.pk}/rejouer/")
    flush()
    assert Statement.objects.count() == 1


# -- Personal data -----------------------------------------------------------------------------------------------------


def test_a_person_takes_her_statements_away_and_erasure_leaves_statements_of_nobody(db):
    user, other = UserFactory(), UserFactory()
    tell(enrolled(user), enrolled(user), enrolled(other))
    flush()
    tell(enrolled(user))
    export = privacy.export(user)["xapi"]
    assert len(export["statements"]) == 2
    assert {one["actor"]["account"]["name"] for one in export["statements"]} == {export["pseudonyms"]["self"]}
    assert len(export["waiting"]) == 1
    erase_account(user=user)
    assert Pseudonym.objects.count() == 1
    assert OutboxRow.objects.count() == 0
    assert Statement.objects.count() == 3
