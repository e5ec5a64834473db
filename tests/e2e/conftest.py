"""Chromium for the browser tests.

`page` is a tab in French at 1280 pixels; `narrow_page` the same at 320. A test that opens pages takes `live_site`, the
address of a running site with its first content. `assert_accessible(page)` runs axe-core, best practices included;
`watch(page)` notes console errors, failed requests and requests to another host.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from cms.pages.loading import load_site

# Playwright's synchronous interface runs a loop in the test's thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Chromium, started once. `CHROMIUM` says where it is."""
    database = connections["default"]
    with sync_playwright() as playwright:
        # Where a loop runs, Django looks connections up elsewhere: this keeps the one that tests and server share.
        connections["default"] = database
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes tabs, each of a browser that remembers nothing: `new_page(viewport=NARROW, java_script_enabled=False)`."""
    contexts = []

    def make(**options: Any) -> Page:
        contexts.append(browser.new_context(**{"locale": "fr-FR", "viewport": WIDE, **options}))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def narrow_page(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=NARROW)


@pytest.fixture
def live_site(transactional_db: None, django_db_serialized_rollback: None, live_server: Any) -> str:
    """The address of a running site that has its first content. Rows made by migrations survive the test."""
    load_site()
    return live_server.url


@dataclass
class Watch:
    """What a page did that it should not have done."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self._note("console", message.text, _is_fault(message)))
        page.on("pageerror", lambda error: self._note("script", str(error)))
        page.on("requestfailed", lambda request: self._note("failed", request.url))
        page.on("request", lambda request: self._note("other host", request.url, self._is_foreign(request.url)))

    def _is_foreign(self, url: str) -> bool:
        return not url.startswith((self.origin, "data:", "blob:"))

    def _note(self, what: str, detail: str, is_fault: bool = True) -> None:
        if is_fault:
            self.faults.append(f"{what}: {detail}")


def _is_fault(message: ConsoleMessage) -> bool:
    # Chromium writes a line for each refused form: that status is what a refused form must have.
    return message.type == "error" and not re.search(r"status of (409|422)", message.text)


@pytest.fixture
def watch(live_server: Any) -> Callable[[Page], Watch]:
    def start(page: Page) -> Watch:
        watching = Watch(live_server.url)
        watching.follow(page)
        return watching

    return start


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing, best practices included, and the page does not scroll sideways."""
    page.mouse.move(-1, -1)  # the colours of what the mouse hovers are not those of the page
    found = Axe().run(page).response["violations"]
    told = [(rule["id"], rule["help"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def sign_in(page: Page, live_site: str, client: Any, user: Any) -> None:
    """Give the tab the session of `user`, without going through the sign-in form."""
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}])


@pytest.fixture(name="assert_accessible")
def _assert_accessible() -> Callable[[Page], None]:
    return assert_accessible


@pytest.fixture
def open_page(new_page: Callable[..., Page], watch: Callable[[Page], Watch], live_site: str, client: Any) -> Any:
    """Opens tabs, signed in as `user`; what they should not have done fails the test at its end.

    `open_page.expected` is a pattern of the faults that a test makes on purpose.
    """
    watched: list[Watch] = []

    def opened(*, user: Any = None, javascript: bool = True, **options: Any) -> Page:
        page = new_page(base_url=live_site, java_script_enabled=javascript, **options)
        page.set_default_timeout(10_000)
        if user:
            sign_in(page, live_site, client, user)
        watched.append(watch(page))
        return page

    opened.expected = "(?!)"  # matches nothing
    yield opened
    assert [fault for one in watched for fault in one.faults if not re.search(opened.expected, fault)] == []
