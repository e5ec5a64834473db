"""Going through a module over HTTP, with nothing but what its pages offer."""

import re
import uuid
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from courses.models import ModulePage
from tests.courses.walk import Walk


def squeezed(text: str) -> str:
    """`text` with plain single spaces: French typography and templates put all sorts of them."""
    return re.sub(r"\s+", " ", text).strip()


class Page:
    """A page as received: its status, its text, its forms."""

    def __init__(self, response) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        self.soup = BeautifulSoup(self.html, "html.parser")
        self.text = squeezed(self.soup.get_text(" "))

    @property
    def title(self) -> str:
        return self.soup.title.get_text()

    @property
    def heading(self) -> str:
        (heading,) = self.soup.find_all("h1")
        return squeezed(heading.get_text())

    def form(self, action: str, *, question: str = "") -> dict[str, Any]:
        """The fields of the form that posts to `…/action/`, as a browser would send them untouched."""
        return fields(self._form(action, question))

    def has_form(self, action: str, *, question: str = "") -> bool:
        return self._form(action, question) is not None

    def _form(self, action: str, question: str) -> Tag | None:
        for form in self.soup.find_all("form", action=re.compile(rf"/{action}/$")):
            if not question or form.find("input", {"name": "question", "value": question}):
                return form
        return None


def fields(form: Tag) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        value = field.get("value", "")
        if field.name == "textarea":
            value = field.get_text()
        if field.name == "select":
            chosen = field.find("option", selected=True)
            value = chosen["value"] if chosen else ""
        found.setdefault(field["name"], []).append(value)
    return found


class Learner:
    """One signed-in person with a browser without JavaScript."""

    def __init__(self, user, module: ModulePage) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.user = user
        self.module = module
        self.walk = Walk(user, module)
        self.url = f"/apprendre/{self.walk.attempt.pk}/"

    def restart(self) -> None:
        self.walk = Walk(self.user, self.module)
        self.url = f"/apprendre/{self.walk.attempt.pk}/"

    def get(self, path: str = "", **query) -> Page:
        return Page(self.client.get(f"{self.url}{path}", query, follow=True))

    def screen(self, kind: str, **query) -> Page:
        return self.get(f"ecran/{self.rank(kind)}/", **query)

    def rank(self, kind: str) -> int:
        return [screen["kind"] for screen in self.walk.public["screens"]].index(kind) + 1

    def post(self, action: str, data: dict[str, Any], *, follow: bool = True) -> Page:
        return Page(self.client.post(f"{self.url}{action}/", data, follow=follow))

    def filled(self, page: Page, question: dict, *, right: bool = True) -> dict[str, Any]:
        """The form of `question` on `page`, filled in."""
        data = page.form("repondre", question=question["id"])
        return data | self.values(question, right=right)

    def values(self, question: dict, *, right: bool = True) -> dict[str, Any]:
        given = self.walk.right_values(question) if right else self.walk.wrong_values(question)
        if question["kind"] == "sorting":
            return {f"q-{question['id']}-{value.split(':')[0]}": value for value in given}
        if question["kind"] == "free_text":
            return {f"t-{question['id']}": "Je lui propose de s’asseoir."}
        return {f"q-{question['id']}": given}

    def answer_screen(self, kind: str, *, right: bool = True) -> Page:
        """Answer the questions of a screen that are asked together."""
        page = self.screen(kind)
        data = page.form("repondre")
        for question in self.walk.screens[kind]["questions"]:
            data |= self.values(question, right=right)
        return self.post("repondre", data)

    def answer_quiz(self, *, right: int = 8) -> Page:
        page = self.screen("quiz")
        for place, question in enumerate(self.walk.screens["quiz"]["questions"]):
            page = self.post("repondre", self.filled(page, question, right=place < right))
        return page

    def decision(self, page: Page, quality: str) -> dict[str, Any]:
        """The decision form of `page` with the first choice of that quality."""
        data = page.form("decider")
        screen = self.walk.screens["situation"]["id"]
        choices = self.walk.answers["screens"][screen]["nodes"][data["noeud"][0]]["choices"]
        return data | {f"q-{screen}": next(item["id"] for item in choices if item["quality"] == quality)}

    def play(self, *qualities: str) -> Page:
        page = self.screen("situation")
        for quality in qualities:
            page = self.post("decider", self.decision(page, quality))
        return page

    def go_on(self, page: Page) -> Page:
        """Press « Continuer »."""
        return self.post("aller", page.form("aller"))

    def everything(self, *, right: int = 8, qualities: tuple[str, ...] = ("adapted",) * 3) -> Page:
        """The whole module from the page where the attempt stands to the summary."""
        page = self.get()
        for screen in self.walk.public["screens"]:
            if screen["kind"] == "quiz":
                page = self.answer_quiz(right=right)
            elif screen["kind"] == "situation":
                page = self.play(*qualities)
            elif screen["questions"]:
                page = self.answer_screen(screen["kind"])
            page = self.go_on(page)
        return page

    def finish(self, page: Page | None = None) -> Page:
        return self.post("terminer", (page or self.get("bilan/")).form("terminer"))


def new_key() -> str:
    return str(uuid.uuid4())
