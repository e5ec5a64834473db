"""Two networks, nine people and what they own: the ground of the tests of access.

Each private datum holds a mark that is found nowhere else, so that a page that tells it is caught.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import PageViewRestriction

from cms.accounts.enums import MembershipRole, Role
from cms.accounts.models import Membership, Network, User
from cms.accounts.services import assign_membership
from cms.mail.backends import FolderBackend
from cms.mail.queries import sent_mail_names
from cms.mail.services import message_of, queue_mail
from cms.pages.loading import load_site
from cms.pages.models import ContactPage
from courses.models import Attempt, Attestation, ExportLog, MentorSettings, ModulePage, Session
from courses.services.answers import Submitted, answer
from tests.courses.walk import Walk
from tests.factories.accounts import NetworkFactory, UserFactory
from tests.factories.content import load_module_1
from tests.factories.pages import content_page
from tests.factories.xapi import key, sent, statement, target
from xapi.models import Erasure, OutboxRow, Refusal, RefusedRequest, RetentionRule, Statement
from xapi.services.store import store_statements

ROLES = ("visitor", "owner", "agent_b", "member", "manager_a", "manager_b", "editor", "animator", "administrator")
_SITE_ROLES = {
    "member": Role.MEMBER,
    "editor": Role.EDITOR,
    "animator": Role.ANIMATOR,
    "administrator": Role.ADMINISTRATOR,
}

NAME = "MARQUENOM"
EMAIL = "marque-adresse@reseau-a.test"
ANSWER = "MARQUE-REPONSE je lui propose un siège"
MESSAGE = "MARQUE-MESSAGE d’une visiteuse"
DRAFT = "MARQUE-BROUILLON"
RESERVED = "MARQUE-RESERVEE"


@dataclass
class World:
    """What the requests of the tests are about; `ids` holds what addresses need, by name."""

    clients: dict[str, Client]
    users: dict[str, User]
    networks: dict[str, Network]
    module: ModulePage
    walk: Walk
    attestation: Attestation
    ids: dict[str, Any]

    def state(self) -> tuple[Any, ...]:
        """What a request that is refused must leave as it was."""
        return (
            list(Attempt.objects.filter(pk=self.walk.attempt.pk).values_list("seq")),
            list(Attestation.objects.values_list("pk", "revoked_at")),
            list(User.objects.filter(pk=self.users["owner"].pk).values()),
            sorted(Membership.objects.values_list("user", "network", "role", "ends_on")),
            FormSubmission.objects.count(),
            ExportLog.objects.count(),
            User.objects.count(),
        )


def build() -> World:
    load_site()
    module = load_module_1()
    reverse("wagtailadmin_home")  # Wagtail counts references only from when its addresses are loaded
    networks = {name: NetworkFactory(name=f"Réseau {name.upper()}", slug=f"reseau-{name}") for name in "ab"}
    users = _people(networks)
    done = Walk(users["owner"], module)
    done.everything()
    done.finish()
    walk = Walk(users["owner"], module)
    _answer_freely(walk)
    attestation = Attestation.objects.get(user=users["owner"])
    ids = _ids(users, networks, walk, attestation)
    clients = {role: Client() for role in ROLES}
    for role, user in users.items():
        clients[role].force_login(user)
    return World(clients, users, networks, module, walk, attestation, ids)


def _people(networks: dict[str, Network]) -> dict[str, User]:
    users = {
        role: UserFactory(role=_SITE_ROLES.get(role), first_name="Dominique", last_name=f"Rôle-{place}")
        for place, role in enumerate(ROLES[1:])
        if role != "owner"
    }
    users["owner"] = UserFactory(email=EMAIL, first_name="Andrée", last_name=NAME)
    assign_membership(user=users["owner"], network=networks["a"])
    assign_membership(user=users["agent_b"], network=networks["b"])
    for name in "ab":
        role = MembershipRole.TRAINING_MANAGER
        assign_membership(user=users[f"manager_{name}"], network=networks[name], role=role)
    return users


def _answer_freely(walk: Walk) -> None:
    screen = walk.screens["case"]
    sent_answers = {question["id"]: Submitted(text=ANSWER) for question in screen["questions"]}
    attempt = walk.fresh()
    answer(attempt_id=attempt.pk, seq=attempt.seq, screen=screen["id"], submitted=sent_answers, key=uuid.uuid4())


def _ids(users: dict[str, User], networks: dict[str, Network], walk: Walk, attestation: Attestation) -> dict[str, Any]:
    owner = users["owner"]
    account = {"homePage": "https://rh.example", "name": NAME}
    store_statements(batch=sent(statement(actor={"account": account})))
    stored = Statement.objects.latest("seq")
    there = target("http://127.0.0.1:9/", name=f"LRS {NAME}")
    today = timezone.localdate()
    row = OutboxRow.objects.create(key="k", kind="x", payload={"e": NAME}, user=owner, at=timezone.now(), error=NAME)
    log = ExportLog.objects.create(user=owner, kind="mentor", network=networks["a"], since=today, until=today, count=1)
    message = FormSubmission.objects.create(page=ContactPage.objects.get(), form_data={"votre_message": MESSAGE})
    situation = walk.screens["situation"]["id"]
    return {
        "attempt": walk.attempt.pk,
        "module_key": walk.attempt.version.module_key,
        "code": attestation.shown_code,
        "attestation": attestation.pk,
        "course": str(walk.public["course"]["key"]),
        "session": Session.objects.get().uuid,
        "screen": walk.screens["case"]["id"],
        "situation": situation,
        "node": walk.answers["screens"][situation]["start"],
        "statement": stored.pk,
        "target": there.pk,
        "refusal": Refusal.objects.create(target=there, statement=stored, reason=NAME).pk,
        "row": row.pk,
        "request": _refused_request().pk,
        "erasure": Erasure.objects.create().pk,
        "rule": RetentionRule.objects.create(name="règle", days=30).pk,
        "key": key(name=f"clé {NAME}").pk,
        "log": log.pk,
        "message": message.pk,
        "owner": owner.pk,
        "network": networks["a"].pk,
        "network_slug": networks["a"].slug,
        "membership": owner.memberships.get().pk,
        "uid": urlsafe_base64_encode(force_bytes(owner.pk)),
        "mail": _written_mail(),
        "contact": message.page_id,
        "draft": content_page(("text", f"<p>{DRAFT}</p>"), title=DRAFT, slug="brouillon", live=False).pk,
        "reserved": _reserved_page(),
        "mentor": MentorSettings.load().pk,
        "dead_token": signing.dumps("x"),
    }


def _refused_request() -> RefusedRequest:
    body = f'{{"actor": {{"name": "{NAME}"}}}}'.encode()
    return RefusedRequest.objects.create(
        key=key(name="clé des refus"), method="POST", path="/xapi/statements", body=body, body_length=len(body),
        status=400,
    )  # fmt: skip


def _written_mail() -> str:
    queued = queue_mail(to=EMAIL, template="accounts/mail/confirm.txt", context={"link": f"http://x.test/{NAME}"})
    FolderBackend().send_messages([message_of(queued)])
    queued.delete()
    return sent_mail_names()[0]


def _reserved_page() -> int:
    page = content_page(("text", f"<p>{RESERVED}</p>"), title=RESERVED, slug="reservee")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(Group.objects.filter(name=Role.MEMBER.label))
    return page.pk
