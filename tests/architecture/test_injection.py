"""What people type is text, wherever it is stored and shown; what no browser sends is refused, never a failure.

Each vector goes through every form that stores text, then every page, mail and file that tells it is read as a browser
would: none of its elements, attributes or addresses may come from the vector.
"""

import csv
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.core.exports import formats
from cms.mail.services import message_of, queue_mail
from cms.pages.models import ContactPage
from courses.models import Attestation
from tests.architecture.world import World, build
from tests.factories.accounts import PASSWORD
from tests.factories.pages import content_page
from tests.factories.xapi import sent, statement
from xapi.models import Statement
from xapi.services.keys import create_key
from xapi.services.store import store_statements

MARK = "vecteur7"  # stands in every name and value that a vector could bring into a page

VECTORS = [
    f"<script>{MARK}()</script>",
    f"<ScRiPt >{MARK}()</sCrIpT >",
    f"</script><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"</textarea><script>{MARK}()</script>",
    f"</style><script>{MARK}()</script>",
    f"--><script>{MARK}()</script><!--",
    f"]]><script>{MARK}()</script>",
    f"<scr<script>ipt>{MARK}()</scr</script>ipt>",
    f"<script/x>{MARK}()</script>",
    f"<script\n>{MARK}()</script\n>",
    f"<<script>{MARK}();//<</script>",
    f"<script src=//x.test/{MARK}.js></script>",
    f"<img src=x onerror={MARK}()>",
    f"<img/src/onerror={MARK}()>",
    f'<img src="x" onerror="{MARK}()"',
    f"<img src=`x` onerror={MARK}()>",
    f"<image href=x onerror={MARK}()>",
    f"<svg onload={MARK}()>",
    f"<svg/onload={MARK}()//",
    f"<svg><script>{MARK}()</script></svg>",
    f"<svg><animate onbegin={MARK}() attributeName=x>",
    f"<svg><use href='data:image/svg+xml,{MARK}'></svg>",
    f"<svg><style><img src=x onerror={MARK}()></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={MARK}()>",
    f"<math href='javascript:{MARK}()'>x</math>",
    f"<noscript><p title='</noscript><img src=x onerror={MARK}()>'>",
    f"<template><img src=x onerror={MARK}()></template>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={MARK}()>",
    f"<body onload={MARK}()>",
    f"<iframe src='javascript:{MARK}()'></iframe>",
    f"<iframe srcdoc='<script>{MARK}()</script>'></iframe>",
    f"<object data='javascript:{MARK}()'></object>",
    f"<embed src='javascript:{MARK}()'>",
    f"<a href='javascript:{MARK}()'>x</a>",
    f"<a href='jav&#x09;ascript:{MARK}()'>x</a>",
    f"<a href='&#106;avascript:{MARK}()'>x</a>",
    f"<a href='data:text/html,{MARK}'>x</a>",
    f"<a href='vbscript:{MARK}'>x</a>",
    f"<base href='//{MARK}.test/'>",
    f"<meta http-equiv=refresh content='0;url=//{MARK}.test'>",
    f"<link rel=stylesheet href=//{MARK}.test>",
    f"<style>@import '//{MARK}.test'</style>",
    f"<p style='background:url(//{MARK}.test)'>x</p>",
    f"<p class='{MARK}' id='{MARK}'>x</p>",
    f"<input name='csrfmiddlewaretoken' value='{MARK}'>",
    f"<input autofocus onfocus={MARK}()>",
    f"<details open ontoggle={MARK}()>",
    f"<video><source onerror={MARK}()></video>",
    f"<marquee onstart={MARK}()>",
    f'" onmouseover="{MARK}()" x="',
    f"' onmouseover='{MARK}()' x='",
    f'"><script>{MARK}()</script>',
    f"'><img src=x onerror={MARK}()>",
    f"` onmouseover={MARK}()",
    f"javascript:{MARK}()",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#60;img src=x onerror={MARK}()&#62;",
    f"\u003cscript\u003e{MARK}()\u003c/script\u003e",
    f"\uff1cscript\uff1e{MARK}()\uff1c/script\uff1e",
    f"\u202e<script>{MARK}()</script>",
    f"{{{{ {MARK} }}}}{{% debug %}}",
    f"${{{MARK}}}<%= {MARK} %>",
    f'https://x.test/"onmouseover="{MARK}()',
    f'=HYPERLINK("//{MARK}.test")',
    f"+{MARK}|cmd",
    f"-{MARK}+1",
    f"@{MARK}(1)",
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


class Intrusions(HTMLParser):
    """Notes what a vector brought into a page: attributes that hold its mark as code, scripts that hold its text."""

    CODE = ("style", "srcdoc", "class", "id", "src", "action", "formaction", "http-equiv", "data")
    SCHEMES = ("javascript:", "data:", "vbscript:", "//")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.running = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.running = tag in ("script", "style") and ("type", "application/json") not in attrs
        self.found += [f"{tag}[{name}]" for name, value in attrs if self._bad(tag, name, value or "")]

    def _bad(self, tag: str, name: str, value: str) -> bool:
        code = name.startswith("on") or name in self.CODE or tag in ("base", "link", "object", "embed", "iframe")
        address = name == "href" and value.strip().lower().startswith(self.SCHEMES)
        return MARK in name or MARK in tag or (MARK in value and (code or address))

    def handle_endtag(self, tag: str) -> None:
        self.running = False

    def handle_data(self, data: str) -> None:
        if self.running and MARK in data:
            self.found.append("script")


def intrusions(html: str) -> list[str]:
    parser = Intrusions()
    parser.feed(html)
    return parser.found


def test_the_reader_of_pages_sees_what_a_browser_would_run():
    seen = [vector for vector in VECTORS if intrusions(f"<p>{vector}</p>")]
    assert len(seen) > 30
    assert intrusions(f"<p>{MARK}</p><input value='{MARK}'><a href='/{MARK}'>x</a>") == []


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.fixture
def clients(db, world):
    """Browsers of some roles; what a test writes is undone with it."""
    return world.clients


@pytest.mark.parametrize("vector", VECTORS)
def test_a_name_is_text_on_every_page_and_in_every_mail(clients, world, vector):
    owner, admin = clients["owner"], clients["administrator"]
    data = {"first_name": vector, "last_name": vector, "network": world.networks["a"].pk}
    assert owner.post("/compte/profil/", data).status_code == 302
    user = User.objects.get(pk=world.users["owner"].pk)
    assert (user.first_name, user.last_name) == (vector.strip(), vector.strip())
    Attestation.objects.update(holder_name=vector, title=vector, revoked_reason=vector)
    code, pk = world.attestation.shown_code, world.attestation.pk
    pages = [
        *(
            read(owner, url)
            for url in ("/compte/", "/compte/profil/", "/mes-attestations/", f"/mes-attestations/{code}/")
        ),
        read(Client(), f"/attestation/{code}/"),
        *(read(admin, f"/admin/{path}") for path in ("users/", f"users/edit/{user.pk}/", "attestations/")),
        read(admin, f"/admin/attestations/inspect/{pk}/"),
        read(admin, "/admin/membership/"),
    ]
    today = timezone.localdate().isoformat()
    period = {"network": world.networks["a"].pk, "since": "2020-01-01", "until": today}
    pages.append(clients["manager_a"].post("/gestion/mentor/", period).content.decode())
    pages.append(str(queue_mail(to=user.email, template="accounts/mail/confirm.txt", context={"link": vector}).html))
    assert [intrusions(page) for page in pages] == [[] for _ in pages]
    assert vector.strip() in BeautifulSoup(pages[1], "html.parser").find("input", {"name": "last_name"})["value"]


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_written_in_the_player_the_contact_form_and_pages_is_text(clients, world, vector):
    attempt, screen = world.walk.fresh(), world.walk.screens["case"]
    (question,) = screen["questions"]
    fields = {"seq": attempt.seq, "key": "8a1ffb3c-6a71-4c6f-9df2-0d7c4e3f1a11", "ecran": screen["id"]}
    rank = world.walk.public["screens"].index(screen) + 1
    written = {**fields, "question": question["id"], f"t-{question['id']}": vector}
    assert clients["owner"].post(f"/apprendre/{attempt.pk}/repondre/", written).status_code == 303
    message = {"votre_nom": vector, "votre_adresse_electronique": "a@b.fr", "sujet": "Autre", "votre_message": vector}
    refused = Client().post("/contact/", message | {"votre_adresse_electronique": vector})
    Client().post(
        "/contact/",
        message | {"sujet": ContactPage.objects.get().form_fields.get(clean_name="sujet").choices.splitlines()[0]},
    )
    page = content_page(("text", f"<p>{vector}</p>"), title=vector, introduction=vector, slug="vecteur")
    store_statements(
        batch=sent(
            statement(
                context={"platform": vector}, actor={"account": {"homePage": "https://rh.example", "name": vector}}
            )
        )
    )
    stored = Statement.objects.latest("seq")
    pages = [
        refused.content.decode(),
        read(clients["owner"], f"/apprendre/{attempt.pk}/ecran/{rank}/"),
        read(clients["owner"], f"/apprendre/{attempt.pk}/texte/"),
        read(clients["animator"], f"/admin/forms/submissions/{ContactPage.objects.get().pk}/"),
        read(Client(), page.url),
        read(Client(), "/plan-du-site/"),
        read(Client(), "/"),
        read(clients["administrator"], f"/admin/statement/inspect/{stored.pk}/"),
    ]
    assert [intrusions(page) for page in pages] == [[] for _ in pages]
    assert f"{MARK}" in BeautifulSoup(pages[1], "html.parser").get_text()


@pytest.mark.parametrize("vector", VECTORS[::6])  # the heaviest page of all: a sample
def test_what_editors_write_is_text_in_the_editor(clients, vector):
    page = content_page(title=vector, introduction=vector, slug="titre")
    assert intrusions(read(clients["editor"], f"/admin/pages/{page.pk}/edit/")) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_no_cell_of_a_csv_file_is_a_formula(vector):
    text = b"".join(formats()["csv"].write([vector], [[vector]])).decode("utf-8-sig")
    for row in csv.reader(text.splitlines(keepends=True), delimiter=";"):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_header_comes_with_a_name_or_a_subject(db, line_break):
    queued = queue_mail(
        to="a@b.fr", template="accounts/mail/confirm.txt", context={"link": f"x{line_break}Bcc: c@d.fr"}
    )
    queued.subject = " ".join(f"Sujet{line_break}Bcc: c@d.fr".split())
    message = message_of(queued).message()
    assert ("Bcc" in message, message["To"]) == (False, "a@b.fr")


STRANGE = [
    "\x00", "a\x00b", "\ud800", "\udfff\ud800", "a" * 100_000, "9" * 400, "-1", "1e999", "NaN", "é" * 5000,
    "\u202e", "[]", "{}", "null", "../../etc/passwd", "%s%n", "\x1b[31m", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip
FORMS = {
    "visitor": {
        "/compte/connexion/": ("username", "password"),
        "/compte/inscription/": ("first_name", "last_name", "email", "network", "password"),
        "/compte/inscription/nouveau-lien/": ("email",),
        "/compte/mot-de-passe-oublie/": ("email",),
        "/contact/": ("votre_nom", "votre_adresse_electronique", "sujet", "votre_message", "site_web"),
    },
    "owner": {
        "/compte/profil/": ("first_name", "last_name", "network"),
        "/compte/adresse/": ("email", "password"),
        "/compte/mot-de-passe/": ("old_password", "new_password1", "new_password2"),
        "/compte/effacement/": ("password",),
        "/apprendre/{attempt}/aller/": ("seq", "key", "ecran", "vers", "passer", "cartes", "secondes"),
        "/apprendre/{attempt}/repondre/": ("seq", "key", "ecran", "question", "t-{screen}", "q-{screen}"),
        "/apprendre/{attempt}/decider/": ("seq", "key", "ecran", "noeud", "partie", "q-{situation}"),
        "/apprendre/{attempt}/transcription/": ("seq", "key", "ecran"),
    },
    "manager_a": {
        "/gestion/mentor/": ("network", "module", "session", "since", "until", "roster"),
        "/gestion/mentor/mentor-notes/": ("network", "module", "session", "since", "until", "roster"),
    },
    "administrator": {
        "/admin/network/new/": ("parent", "name", "slug", "level", "siret"),
        "/admin/membership/new/": ("email", "network", "role", "starts_on", "ends_on"),
        "/admin/apikey/new/": ("name", "scopes", "default_version", "expires_at", "networks", "requests_per_minute"),
        "/admin/xapi_overview/essai/": ("key",),
        "/admin/erasure/new/": ("kind", "value", "home_page", "export", "erase", "confirmed"),
        "/admin/retentionrule/new/": ("name", "days", "activity", "key"),
        "/admin/xapi_targets/new/": ("name", "endpoint", "username", "password", "consumer", "network"),
        "/admin/attestations/edit/{attestation}/": ("revoked", "revoked_reason"),
    },
}


@pytest.mark.parametrize(("role", "url"), [(role, url) for role, urls in FORMS.items() for url in urls])
def test_no_strange_value_is_a_failure(db, world, role, url):
    client = Client(raise_request_exception=False)
    client.cookies.load({name: morsel.value for name, morsel in world.clients[role].cookies.items()})
    attempt = world.walk.fresh()
    honest = {
        "seq": str(attempt.seq),
        "key": "8a1ffb3c-6a71-4c6f-9df2-0d7c4e3f1a11",
        "ecran": world.walk.screens["case"]["id"],
    }
    names = [name.format(**world.ids) for name in FORMS[role][url]]
    for value in STRANGE:
        raw = value.encode("utf-8", "surrogatepass")
        for name in names:
            data = {other: honest[other].encode() for other in names if other in honest} | {name: raw}
            with transaction.atomic():
                response = client.post(url.format(**world.ids), data)
                transaction.set_rollback(True)
            assert response.status_code < 500, (name, value[:20])


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=99999999999999999999",
        "p=abc",
        "q=%ED%A0%80",
        "q=%FF",
        "rejouer=%F0",
        "agent=%ED%A0%80",
        "activity=%FF",
    ],
)
def test_no_strange_query_is_a_failure(db, world, query):
    urls = (
        "/",
        "/plan-du-site/",
        "/attestation/",
        "/mes-attestations/",
        "/apprendre/{attempt}/ecran/1/",
        "/admin/users/",
        "/admin/statement/",
        "/admin/xapi_refused/",
    )
    for role in ("visitor", "owner", "administrator"):
        client = world.clients[role]
        assert all(client.get(f"{url.format(**world.ids)}?{query}").status_code < 500 for url in urls)


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"a":' * 50_000, '"\\ud800"', '{"id":"\\u0000"}', "9" * 10_000, "", "\x00", "[1e999]", "NaN"],
)
def test_no_strange_statement_is_a_failure(db, body):
    access, secret = create_key(name="étrange")
    credentials = b64encode(f"{access.key}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "X-Experience-API-Version": "1.0.3"}
    response = Client().post("/xapi/statements", body, content_type="application/json", headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize(
    "target",
    ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "\t//evil.test", "https:evil.test"],
)
def test_signing_in_and_out_lead_nowhere_else(db, world, target):
    for client, url in ((Client(), "/compte/connexion/"), (Client(), "/compte/deconnexion/")):
        user = world.users["member"]
        data = {"username": user.email, "password": PASSWORD, "next": target}
        assert client.post(url, data).headers["Location"] == "/"
    assert world.clients["owner"].get("/compte/connexion/", {"next": target}).headers["Location"] == "/compte/"
