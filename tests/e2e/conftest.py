"""A real browser on the real site. Chromium is the system's; `CHROMIUM` names another."""

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in item.nodeid or item.nodeid.startswith("e2e/"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's synchronous interface keeps an event loop in this thread, where Django would refuse its queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server):
    """Open a page, signed in as `user`. Console errors and failed requests fail the test at its end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(*, user=None, javascript: bool = True, viewport=WIDE, **options) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=javascript, locale="fr-FR", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            context.add_cookies([sign_in_cookie(user, live_server.url)])
        page = context.new_page()
        page.on("console", lambda message: _note(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _refuse_foreign(request.url, live_server.url, complaints))
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(message, complaints: list[str]) -> None:
    # Chromium writes a line for each refused form: that status is what a refused form must have.
    if message.type == "error" and not re.search(r"status of (409|422)", message.text):
        complaints.append(message.text)


def _refuse_foreign(url: str, own: str, complaints: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        complaints.append(f"request to another host: {url}")


def sign_in_cookie(user, url: str) -> dict:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def assert_accessible():
    """Fail when axe finds anything on the page, or when it scrolls sideways at its width."""
    axe = Axe()

    def check(page: Page) -> None:
        page.mouse.move(-1, -1)  # the colours of what the mouse hovers are not those of the page
        results = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px at {page.viewport_size['width']} px"

    return check
