"""An administrator and the Learning Record Store: a key, a trial, what was refused and why, once more."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from cms.accounts.enums import Role
from tests.e2e.conftest import NARROW, WIDE, assert_accessible
from tests.factories.accounts import UserFactory
from tests.factories.xapi import statement
from tests.xapi.conftest import XapiClient
from xapi.models import Statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PICTURES = os.environ.get("XAPI_PICTURES", "")  # a folder for what the pages look like


def look(tab: Page, name: str) -> None:
    if tab.locator(".messages li").count():
        tab.wait_for_timeout(1000)  # Wagtail's messages fade in: their colours are those of the page only then
    for width, viewport in (("1280", WIDE), ("320", NARROW)):
        tab.set_viewport_size(viewport)
        if PICTURES:
            tab.screenshot(path=Path(PICTURES, f"{name}-{width}.png"), full_page=True)
        assert_accessible(tab)
    tab.set_viewport_size(WIDE)


def test_a_key_a_trial_a_refusal_and_its_replay(open_page):
    tab = open_page(user=UserFactory(role=Role.ADMINISTRATOR))
    tab.goto("/admin/apikey/new/")
    tab.get_by_label("Nom").fill("Moodle du réseau")
    tab.get_by_label("Tout", exact=True).uncheck()
    tab.get_by_label("Écrire des traces").check()
    look(tab, "key-new")
    tab.get_by_role("button", name="Créer").click()
    expect(tab.get_by_role("button", name="Copier le secret")).to_be_visible()
    username, secret = (tab.locator("dd code").nth(place).inner_text() for place in (1, 2))
    look(tab, "key-created")

    tab.goto("/admin/xapi_overview/")
    tab.get_by_label("Essayer avec").select_option(label="Moodle du réseau")
    tab.get_by_role("button", name="Enregistrer une trace d'essai").click()
    expect(tab.get_by_text("Une trace d'essai a été enregistrée")).to_be_visible()
    look(tab, "overview")
    tab.get_by_role("link", name="Voir la trace d'essai").click()
    expect(tab.get_by_text("Essai a tenté « Essai de l'entrepôt de traces »").first).to_be_visible()
    look(tab, "statement")

    tab.goto("/admin/statement/")
    expect(tab.get_by_role("link", name="Essai a tenté")).to_be_visible()
    look(tab, "statements")
    client = XapiClient(username, secret)
    known = statement()
    assert client.post(known).status_code == 200
    follow(tab)

    assert client.post([{**known, "result": {"success": True}}]).status_code == 409
    replay_once_the_cause_is_gone(tab, known)
    assert Client().get("/admin/xapi_refused/").status_code == 302


def follow(tab: Page) -> None:
    tab.get_by_role("button", name="Suivre en direct").click()
    expect(tab.get_by_role("link", name="a1 a parcouru")).to_be_visible()
    tab.get_by_role("button", name="Arrêter de suivre").click()
    expect(tab.get_by_text("La liste ne change plus toute seule.")).to_be_visible()


def replay_once_the_cause_is_gone(tab: Page, known: dict) -> None:
    tab.goto("/admin/xapi_refused/")
    look(tab, "refused-list")
    tab.get_by_role("link", name="POST /xapi/statements").click()
    expect(tab.get_by_text("Une trace de même identifiant est déjà là")).to_be_visible()
    expect(tab.locator("mark")).to_contain_text(json.dumps(known["id"]))
    look(tab, "refused")
    tab.get_by_role("button", name="Rejouer avec la même clé").click()
    expect(tab.get_by_text("Rejouée et encore refusée (réponse 409).")).to_be_visible()
    Statement.objects.get(statement_id=known["id"]).delete()
    tab.get_by_role("button", name="Rejouer avec la même clé").click()
    expect(tab.get_by_text("Rejouée et acceptée (réponse 200).")).to_be_visible()
    look(tab, "refused-settled")
    tab.goto("/admin/apikey/")
    expect(tab.get_by_role("cell", name="Active", exact=True)).to_be_visible()
    look(tab, "keys")
    tab.get_by_role("link", name="Moodle du réseau", exact=True).click()
    look(tab, "key-edit")
    tab.get_by_role("link", name="Donner un nouveau secret…").click()
    look(tab, "key-secret")
