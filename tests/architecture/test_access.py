"""Every address of ours × every role × GET and POST, against one table, all about what belongs to « owner ».

An address that is added must be added to the table. Wherever it leads, nobody is told another person's data.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.architecture import world as marks
from tests.architecture.urls import own_routes
from tests.architecture.world import ROLES, World, build

STAFF = ("editor", "animator", "administrator")  # who may enter Wagtail's administration

Row = dict[str, str]


def everyone(answer: str) -> Row:
    return dict.fromkeys(ROLES, answer)


def signed_in(answer: str, **roles: str) -> Row:
    """`answer` to whoever is signed in, save `roles`."""
    return {**everyone(answer), "visitor": "sign in", **roles}


def admin(answer: str, *, staff: str = "refused") -> Row:
    """`answer` to the administrator, `staff` to the others who may enter the administration."""
    return {**everyone("sign in"), "editor": staff, "animator": staff, "administrator": answer}


def managers(answer: str) -> Row:
    return signed_in("403", manager_a=answer, manager_b=answer, administrator=answer)


PUBLIC = (everyone("200"), everyone("405"))
PUBLIC_FORM = (everyone("200"), everyone("200"))
DEAD_LINK = (everyone("410"), everyone("410"))
BEFORE_SIGN_IN = (signed_in("elsewhere", visitor="200"), everyone("200"))
ELSEWHERE = (everyone("sign in"), everyone("sign in"))
SIGN_OUT = (everyone("200"), everyone("elsewhere"))
OWN_PAGE = (signed_in("200"), signed_in("405"))
OWN_FORM = (signed_in("200"), signed_in("200"))
OWNER_PAGE = (signed_in("404", owner="200"), everyone("405"))
OWNER_ACTION = (signed_in("404", owner="elsewhere"), signed_in("404", owner="400"))
LOCKED = (everyone("401"), everyone("401"))
LOCKED_READ = (everyone("401"), everyone("405"))
UNKNOWN = (everyone("404"), everyone("405"))

READ = (admin("200"), admin("405"))
EDIT = (admin("200"), admin("200"))
DONE = (admin("200"), admin("elsewhere"))
ACT = (admin("405", staff="405"), admin("elsewhere"))
NEVER = (admin("refused"), admin("refused"))
MAILS = (admin("200", staff="403"), admin("200", staff="403"))

_LISTS = dict.fromkeys(("", "results/"), READ)
_TRACES = dict.fromkeys((f"{page}/<int:pk>/" for page in ("history", "history-results", "usage")), READ)
_NO_TRACES = dict.fromkeys(_TRACES, NEVER)
_INSPECT = {"inspect/<int:pk>/": READ}
_READ_ONLY = _LISTS | dict.fromkeys(("new/", "edit/<int:pk>/", "delete/<int:pk>/"), NEVER) | _NO_TRACES | _INSPECT
_EDITED = _LISTS | dict.fromkeys(("new/", "edit/<int:pk>/"), EDIT) | {"delete/<int:pk>/": DONE} | _TRACES

VIEWSETS = {
    "statement": ("statement", _READ_ONLY | {"<int:pk>/annuler/": DONE}),
    "xapi_refused": ("request", _READ_ONLY | {"<int:pk>/rejouer/": ACT, "rejouer/": ACT}),
    "xapi_overview": ("statement", {"": (READ[0], ACT[0]), "essai/": ACT}),
    "xapi_outbox": ("row", _READ_ONLY | {"<int:pk>/rejouer/": ACT}),
    "apikey": (
        "key",
        _EDITED
        | {"delete/<int:pk>/": NEVER, "<int:pk>/secret/": EDIT}
        | dict.fromkeys(("<int:pk>/desactiver/", "<int:pk>/reactiver/"), ACT),
    ),
    "xapi_targets": ("target", _EDITED | _INSPECT | {"<int:pk>/reprendre/": ACT, "<int:pk>/renvoyer/": ACT}),
    "refusal": ("refusal", _READ_ONLY),
    "erasure": (
        "erasure",
        _READ_ONLY | {"new/": EDIT, "history/<int:pk>/": READ, "history-results/<int:pk>/": READ},
    ),
    "retentionrule": ("rule", _EDITED | _INSPECT | {"<int:pk>/appliquer/": ACT}),
    "attestations": (
        "attestation",
        _EDITED | _INSPECT | {"new/": NEVER, "edit/<int:pk>/": DONE, "delete/<int:pk>/": NEVER},
    ),
    "exports": ("log", _READ_ONLY),
    # Wagtail refuses to delete what is in use: people belong to the network.
    "network": ("network", _EDITED | {"delete/<int:pk>/": (admin("200"), NEVER[1])}),
    "membership": ("membership", _EDITED),
    "users": ("owner", _EDITED),
}

TABLE: dict[str, tuple[Row, Row]] = {
    "admin/login/": ELSEWHERE,
    "admin/logout/": SIGN_OUT,
    "_util/login/": ELSEWHERE,
    "plan-du-site/": PUBLIC,
    "sitemap.xml": PUBLIC_FORM,
    "robots.txt": PUBLIC,
    "favicon.ico": (everyone("elsewhere"), everyone("405")),
    "sante/": PUBLIC,
    "admin/courriels/": MAILS,
    "admin/courriels/<slug:name>/": MAILS,
    "compte/": OWN_PAGE,
    "compte/connexion/": BEFORE_SIGN_IN,
    "compte/deconnexion/": SIGN_OUT,
    "compte/inscription/": BEFORE_SIGN_IN,
    "compte/inscription/suite/": PUBLIC,
    "compte/inscription/nouveau-lien/": PUBLIC_FORM,
    "compte/confirmer/<str:uidb64>/<str:token>/": DEAD_LINK,
    "compte/mot-de-passe-oublie/": PUBLIC_FORM,
    "compte/mot-de-passe-oublie/suite/": PUBLIC,
    "compte/mot-de-passe/<str:uidb64>/<str:token>/": DEAD_LINK,
    "compte/mot-de-passe/": OWN_FORM,
    "compte/profil/": OWN_FORM,
    "compte/adresse/": OWN_FORM,
    "compte/adresse/<str:token>/": DEAD_LINK,
    "compte/mes-donnees.json": OWN_PAGE,
    "compte/effacement/": OWN_FORM,
    "compte/effacement/annuler/": (signed_in("405"), signed_in("elsewhere")),
    "apprendre/module/<uuid:module_key>/commencer/": (everyone("elsewhere"), signed_in("elsewhere")),
    "apprendre/module/<uuid:module_key>/texte/": (signed_in("403", **dict.fromkeys(STAFF, "200")), everyone("405")),
    "apprendre/<uuid:attempt>/": (signed_in("404", owner="elsewhere"), everyone("405")),
    "apprendre/<uuid:attempt>/ecran/<int:rank>/": OWNER_PAGE,
    "apprendre/<uuid:attempt>/bilan/": OWNER_PAGE,
    "apprendre/<uuid:attempt>/texte/": OWNER_PAGE,
    "apprendre/<uuid:attempt>/aller/": OWNER_ACTION,
    "apprendre/<uuid:attempt>/repondre/": OWNER_ACTION,
    "apprendre/<uuid:attempt>/decider/": OWNER_ACTION,
    "apprendre/<uuid:attempt>/transcription/": OWNER_ACTION,
    "apprendre/<uuid:attempt>/quitter/": OWNER_ACTION,
    "apprendre/<uuid:attempt>/terminer/": OWNER_ACTION,
    "mes-attestations/": (signed_in("200"), everyone("405")),
    "mes-attestations/<str:code>/": OWNER_PAGE,
    "attestation/": PUBLIC,
    "attestation/<str:code>/": PUBLIC,
    "attestation/<str:code>/fichier/": OWNER_PAGE,
    "gestion/mentor/": (managers("200"), managers("200")),
    "gestion/mentor/<slug:kind>/": (signed_in("405"), managers("400")),
    "xapi/about": PUBLIC,
    "xapi/statements": LOCKED,
    "xapi/activities": LOCKED_READ,
    "xapi/activities/state": LOCKED,
    "xapi/activities/profile": LOCKED,
    "xapi/agents": LOCKED_READ,
    "xapi/agents/profile": LOCKED,
    "xapi/extensions/metrics": (everyone("401"), everyone("405")),
    "xapi/profil": PUBLIC,
    "xapi/profil/1.0": PUBLIC,
    "xapi/profil/modele/<str:name>": PUBLIC,
    "xapi/ext/<str:name>": UNKNOWN,
    "xapi/verbes/<str:name>": UNKNOWN,
    "xapi/parcours/<uuid:key>": PUBLIC,
    "xapi/session/<uuid:key>": PUBLIC,
    "xapi/reseau/<slug:slug>": PUBLIC,
    "xapi/module/<uuid:key>": PUBLIC,
    "xapi/module/<uuid:key>/ecran/<str:screen>": PUBLIC,
    "xapi/module/<uuid:key>/ecran/<str:screen>/transcription": PUBLIC,
    "xapi/module/<uuid:key>/bloc/<str:block>": PUBLIC,
    "xapi/module/<uuid:key>/bloc/<str:screen>/noeud/<str:node>": PUBLIC,
    "xapi/module/<uuid:key>/version-texte": PUBLIC,
    "xapi/module/<uuid:key>/attestation": PUBLIC,
    "xapi/<path:rest>": (everyone("404"), everyone("404")),
} | {f"admin/{prefix}/{path}": row for prefix, (_, rows) in VIEWSETS.items() for path, row in rows.items()}

# Pages of the site, and what Wagtail itself shows of them and of what they received.
_STAFF_PAGE = {**everyone("sign in"), **dict.fromkeys(STAFF, "200")}
PAGES: dict[str, Row] = {
    "/": everyone("200"),
    "/formation/": everyone("200"),
    "/formation/m1-promesse-et-bienveillance/": everyone("200"),
    "/contact/": everyone("200"),
    "/brouillon/": everyone("404"),
    "/reservee/": signed_in("403", member="200"),
    "/admin/": _STAFF_PAGE,
    "/admin/pages/{draft}/edit/": _STAFF_PAGE,
    "/admin/pages/{draft}/view_draft/": _STAFF_PAGE,
    "/admin/forms/submissions/{contact}/": admin("200") | {"animator": "200"},
    "/admin/forms/submissions/{contact}/?export=csv": admin("200") | {"animator": "200"},
    "/admin/forms/submissions/{contact}/delete/?selected-submissions={message}": admin("200") | {"animator": "200"},
    "/admin/reports/site-history/": _STAFF_PAGE,
    "/admin/groups/": admin("refused"),
    "/admin/settings/courses/mentorsettings/{mentor}/": admin("200"),
    "/admin/bulk/accounts/user/delete/?id={owner}": admin("200"),
}

# Who may be told what. Whoever holds a code may check it: that page shows the name that the document bears.
MAY_SEE = {
    marks.NAME: {"owner", "manager_a", "administrator"},
    marks.EMAIL: {"owner", "manager_a", "administrator"},
    marks.ANSWER: {"owner"},
    marks.MESSAGE: {"animator", "administrator"},
    marks.DRAFT: set(STAFF),
    marks.RESERVED: {"member", *STAFF},
}
CODE_PAGE = "attestation/<str:code>/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the module: each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def request_as(world: World, role: str, method: str, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
    """The answer; what the request changed and what it told the browser to forget are undone."""
    client = Client(raise_request_exception=False)
    client.cookies.load({name: morsel.value for name, morsel in world.clients[role].cookies.items()})
    before = world.state()
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        response.body = b"".join(response) if response.streaming else response.content
        response.changed = world.state() != before
        transaction.set_rollback(True)
    return response


def answer_of(response: HttpResponse) -> str:
    if response.status_code not in (301, 302, 303):
        return str(response.status_code)
    target = response.headers["Location"]
    if target.startswith("/compte/connexion/"):
        return "sign in"
    return "refused" if target == "/admin/" else "elsewhere"


def told(world: World, role: str, response: HttpResponse) -> list[str]:
    """The marks that `role` must not see, and does."""
    text = response.body.decode(errors="replace")
    forbidden = [mark for mark, roles in MAY_SEE.items() if role not in roles]
    if role not in ("owner", "administrator"):
        forbidden.append(world.attestation.shown_code)
    return [mark for mark in forbidden if mark in text]


def address(world: World, route: str) -> str:
    ids = world.ids
    viewset = VIEWSETS.get(route.split("/")[1] if route.startswith("admin/") else "")
    values = {
        **ids,
        "pk": ids[viewset[0]] if viewset else "",
        "name": ids["mail"] if route.startswith("admin/courriels") else "inconnu",
        "rank": 1,
        "kind": "mentor-notes",
        "key": {"parcours": ids["course"], "session": ids["session"]}.get(
            route.removeprefix("xapi/").partition("/")[0], ids["module_key"]
        ),
        "slug": ids["network_slug"],
        "screen": ids["situation"] if "noeud" in route else ids["screen"],
        "block": ids["screen"],
        "uidb64": ids["uid"],
        "token": ids["dead_token"],
        "rest": "nulle/part",
    }
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


def test_the_table_knows_every_address():
    assert own_routes() == set(TABLE)


@pytest.mark.parametrize("route", TABLE)
def test_each_role_gets_what_the_table_says(db, world, route):
    url = address(world, route)
    for method, row in zip(("get", "post"), TABLE[route], strict=True):
        answers = {role: request_as(world, role, method, url) for role in ROLES}
        assert {role: answer_of(response) for role, response in answers.items()} == row, method
        assert [role for role, response in answers.items() if response.changed and not may_change(role)] == []
        if route != CODE_PAGE:
            assert {role: told(world, role, response) for role, response in answers.items()} == {
                role: [] for role in ROLES
            }


def test_what_is_shown_to_somebody_is_kept_by_no_cache(db, world):
    public = {"/robots.txt", "/sitemap.xml", "/favicon.ico"}
    urls = {address(world, route) for route in TABLE} | {path.format(**world.ids) for path in PAGES}
    kept = set()
    for url in sorted(urls - public):
        response = request_as(world, "owner", "get", url)
        control = response.headers.get("Cache-Control", "")
        if response.status_code == 200 and "Cookie" in response.headers.get("Vary", "") and "no-store" not in control:
            kept.add(url)
    assert {url for url in kept if not url.startswith("/xapi/")} == set()


def may_change(role: str) -> bool:
    return role in ("owner", "administrator")


@pytest.mark.parametrize("path", PAGES)
def test_pages_and_what_wagtail_shows_of_them(db, world, path):
    answers = {role: request_as(world, role, "get", path.format(**world.ids)) for role in ROLES}
    assert {role: answer_of(response) for role, response in answers.items()} == PAGES[path]
    assert {role: told(world, role, response) for role, response in answers.items()} == {role: [] for role in ROLES}
