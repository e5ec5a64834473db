"""Every page that is neither the site's content nor the player: account, proofs, Mentor, errors.

One tab goes through them; each must, wide and narrow, be accessible, stay at home and not scroll sideways.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.accounts import services, tokens
from cms.accounts.enums import MembershipRole, Role
from cms.urls import handler400, handler403, handler404, handler500  # noqa: F401 - this module is a urlconf too
from cms.urls import urlpatterns as site_urlpatterns
from courses.services.attestations import revoke_attestation
from tests.courses.walk import Walk
from tests.e2e.conftest import NARROW, WIDE, assert_accessible, sign_in
from tests.factories.accounts import MembershipFactory, NetworkFactory, UserFactory
from tests.factories.content import load_module_1
from tests.factories.courses import AttestationFactory, EnrolmentFactory, ModulePageFactory, SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SERVICE = "Campus Services Publics +"


def _fail(request):
    raise ValueError("on purpose")


def _suspect(request):
    raise SuspiciousOperation("on purpose")


urlpatterns = [path("cassee/", _fail), path("refusee/", _suspect), *site_urlpatterns]


class Visit:
    """One tab that looks closely at each page it opens."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.titles: list[str] = []

    def open(self, address: str) -> None:
        parts = urlsplit(address)
        self.tab.goto(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        self.look()

    def look(self) -> None:
        for viewport in (WIDE, NARROW):
            self.tab.set_viewport_size(viewport)
            assert_accessible(self.tab)
        assert self.tab.locator("h1").count() == 1
        self.titles.append(self.tab.title().replace("\xa0", " "))

    def send(self, button: str, **fields: str) -> None:
        """Fill the form in, by the ids of its fields, and look at what comes back."""
        for name, value in fields.items():
            self.tab.fill(f"#id_{name}", value)
        self.tab.get_by_role("button", name=button, exact=True).click()
        self.look()

    def refused(self, address: str, button: str, **fields: str) -> None:
        self.open(address)
        self.send(button, **fields)
        assert self.titles[-1].startswith("Erreur : ")
        expect(self.tab.locator("#form-errors")).to_be_focused()


@pytest.fixture
def visit(open_page):
    # Chromium writes a line for every answer of 400 and over: these pages are such answers.
    open_page.expected = r"status of (400|403|404|410|429|500)"
    return Visit(open_page())


def test_the_pages_of_the_entrance(visit):
    user = UserFactory(email_confirmed_at=None)
    visit.open("/compte/connexion/")
    visit.refused("/compte/connexion/", "Se connecter", username="lea@exemple.test", password="faux")
    visit.open("/compte/inscription/")
    visit.refused("/compte/inscription/", "Créer mon compte")
    visit.open("/compte/inscription/suite/")
    visit.refused("/compte/inscription/nouveau-lien/", "Envoyer le lien")
    visit.refused(tokens.confirmation_link(user), "Confirmer et me connecter", password="faux")
    visit.refused("/compte/mot-de-passe-oublie/", "Recevoir un lien")
    visit.open("/compte/mot-de-passe-oublie/suite/")
    visit.open(tokens.reset_link(user))
    visit.send("Enregistrer ce mot de passe", new_password1="court", new_password2="autre")
    visit.open("/compte/confirmer/x/y/")


def test_a_sign_in_tried_too_often_says_when_to_come_back(visit):
    visit.tab.goto("/compte/connexion/")
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/compte/connexion/", {"username": "lea@exemple.test", "password": "faux"})
    visit.send("Se connecter", username="lea@exemple.test", password="faux")
    assert visit.titles == [f"Trop d’essais – {SERVICE}"]


def test_the_pages_of_an_account(visit, live_site, client):
    user = UserFactory(role=Role.EDITOR)
    MembershipFactory(user=user)
    sign_in(visit.tab, live_site, client, user)
    visit.open("/compte/")
    visit.refused("/compte/profil/", "Enregistrer", first_name="")
    visit.refused("/compte/adresse/", "Recevoir un lien à la nouvelle adresse", email="nouvelle", password="faux")
    visit.open(tokens.email_change_link(user, "nouvelle@exemple.test"))
    visit.refused("/compte/mot-de-passe/", "Enregistrer le nouveau mot de passe", old_password="faux")
    visit.refused("/compte/effacement/", "Demander l’effacement de mon compte", password="faux")
    visit.open("/compte/deconnexion/")
    visit.open("/compte/connexion/?next=/admin/")
    services.request_erasure(user=user)
    visit.open("/compte/")
    visit.send("Annuler et garder mon compte")


def test_the_pages_of_an_attestation(visit, live_site, client):
    visit.open("/attestation/")
    visit.refused("/attestation/", "Vérifier", code="pas un code")
    visit.open("/attestation/7K3Q9-8ZTR2-4/")
    attestation = AttestationFactory()
    visit.open(f"/attestation/{attestation.shown_code}/")
    sign_in(visit.tab, live_site, client, UserFactory())
    visit.open("/mes-attestations/")
    expect(visit.tab.get_by_role("link", name="Voir les modules")).to_be_visible()
    sign_in(visit.tab, live_site, client, attestation.user)
    visit.open("/mes-attestations/")
    visit.open(f"/mes-attestations/{attestation.shown_code}/")
    revoke_attestation(attestation=attestation, reason="Erreur de personne", by=UserFactory())
    visit.open("/mes-attestations/")
    visit.open(f"/mes-attestations/{attestation.shown_code}/")
    visit.open(f"/attestation/{attestation.shown_code}/")


def test_the_page_of_mentor(visit, live_site, client):
    network, manager = NetworkFactory(), UserFactory(role=Role.TRAINING_MANAGER)
    MembershipFactory(user=manager, network=network, role=MembershipRole.TRAINING_MANAGER)
    module = ModulePageFactory()
    session = SessionFactory(course=module.get_parent().specific)
    for name in ("Zoé", ""):
        learner = UserFactory(first_name=name)
        EnrolmentFactory(user=learner, module=module, session=session, network=network, passed=True)
    sign_in(visit.tab, live_site, client, manager)
    visit.open("/gestion/mentor/")
    visit.send("Vérifier")
    visit.tab.select_option("#id_module", str(module.pk))
    visit.tab.select_option("#id_session", str(session.pk))
    visit.send("Vérifier")
    expect(visit.tab.get_by_role("button", name="Télécharger – ")).not_to_have_count(0)
    tomorrow = timezone.localdate() + timedelta(days=1)
    visit.refused("/gestion/mentor/", "Vérifier", since=str(tomorrow), until=str(timezone.localdate()))


def test_the_pages_of_a_course_for_a_visitor_and_the_text_versions(visit, live_site, client):
    module = load_module_1()
    visit.open("/plan-du-site/")
    visit.open(module.get_parent().url)
    visit.open(module.url)
    learner = UserFactory()
    sign_in(visit.tab, live_site, client, learner)
    visit.open(f"/apprendre/{Walk(learner, module).attempt.pk}/texte/")
    sign_in(visit.tab, live_site, client, UserFactory(role=Role.EDITOR))
    visit.open(module.url)
    visit.tab.get_by_role("link", name="Version texte complète, avec les réponses").click()
    visit.look()


def test_the_pages_of_errors(visit, live_site, client, settings):
    settings.ROOT_URLCONF = __name__
    for address in ("/absente/", "/refusee/", "/cassee/"):
        visit.open(address)
    sign_in(visit.tab, live_site, client, UserFactory())
    visit.open("/gestion/mentor/")
    visit.tab.goto("/compte/deconnexion/")
    visit.tab.context.clear_cookies()
    visit.send("Me déconnecter")
    names = [title.removesuffix(f" – {SERVICE}") for title in visit.titles]
    assert names == [
        "Page non trouvée", "Demande incorrecte", "Erreur inattendue", "Accès refusé", "Formulaire expiré",
    ]  # fmt: skip
