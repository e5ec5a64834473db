"""Module 1 in Chromium: by keyboard alone, without JavaScript, and through axe on each of its screens."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Attempt, Enrolment, Response
from tests.courses.walk import Walk
from tests.e2e.conftest import NARROW, WIDE
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def module(live_site):
    return load_module_1()


class Hands:
    """A person at the page, with the keyboard alone, who knows the answers (or gets `wrong` quiz questions wrong)."""

    def __init__(self, page: Page, walk: Walk, *, mouse: bool = False) -> None:
        self.page = page
        self.walk = walk
        self.mouse = mouse

    def press(self, text: str) -> None:
        """Reach the first button or link of that name and press it."""
        target = (
            self.page.locator("#content")
            .get_by_role("button", name=text)
            .or_(self.page.locator("#content").get_by_role("link", name=text))
        )
        self.activate(target.first)

    def activate(self, target) -> None:
        if self.mouse:
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def reach(self, target) -> None:
        """Press Tab until `target` has the focus: what Tab does not reach cannot be used."""
        expect(target).to_be_visible()
        handle = target.element_handle()
        for _ in range(250):
            if self.page.evaluate("element => element === document.activeElement", handle):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never reaches {target}")

    def choose(self, name: str, value: str) -> None:
        """Tick a radio button or a box."""
        target = self.page.locator(f'input[name="{name}"][value="{value}"]')
        if self.mouse:
            target.check(force=True)
            return
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
            self.page.keyboard.press("Space")
            return
        group = self.page.locator(f'input[name="{name}"]')
        values = [group.nth(place).get_attribute("value") for place in range(group.count())]
        self.reach(group.first)
        self.page.keyboard.press("Space")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()

    def select(self, control, value: str) -> None:
        if self.mouse:
            control.select_option(value)
            return
        self.reach(control)
        options = control.locator("option")
        values = [options.nth(place).get_attribute("value") for place in range(options.count())]
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        expect(control).to_have_value(value)

    def write(self, control, text: str) -> None:
        if self.mouse:
            control.fill(text)
        else:
            self.reach(control)
            self.page.keyboard.type(text)

    def fill(self, question: dict, *, right: bool) -> None:
        values = self.walk.right_values(question) if right else self.walk.wrong_values(question)
        name = f"q-{question['id']}"
        if question["kind"] == "free_text":
            self.write(self.page.locator(f'[id="t-{question["id"]}"]'), "Je lui propose un siège.")
        for value in values:
            source = value.split(":")[0]
            if question["kind"] == "matching":
                self.select(self.page.locator(f'[id="{name}-{source}"]'), value)
            elif question["kind"] == "sorting":
                self.choose(f"{name}-{source}", value)
            else:
                self.choose(name, value)

    def quiz(self, questions: list[dict], right: int) -> None:
        for place, question in enumerate(questions):
            self.fill(question, right=place < right)
            self.press(f"Valider ma réponse à la question {place + 1}")
            expect(self.page.locator(f'[id="retour-{question["id"]}"]')).to_be_visible()

    def play(self, qualities: list[str]) -> None:
        screen = self.walk.screens["situation"]["id"]
        for quality in qualities:
            node = self.page.locator("input[name=noeud]").get_attribute("value")
            choices = self.walk.answers["screens"][screen]["nodes"][node]["choices"]
            choice = next(choice for choice in choices if choice["quality"] == quality)
            self.choose(f"q-{screen}", choice["id"])
            self.press("Je choisis")
            expect(self.page.locator(f'[id="retour-{screen}"]')).to_contain_text(choice["text"])

    def do(self, screen: dict, *, right: int, qualities: list[str]) -> None:
        if screen["kind"] == "quiz":
            self.quiz(screen["questions"], right)
        elif screen["kind"] == "situation":
            self.play(qualities)
        elif screen["questions"]:
            for question in screen["questions"]:
                self.fill(question, right=True)
            names = {"positioning": "Valider mes réponses", "pledge": "Je m’y engage"}
            self.press(names.get(screen["kind"], "Valider"))
            expect(self.page.locator(f'[id="retour-{screen["questions"][0]["id"]}"]')).to_be_visible()

    def everything(self, *, right: int, qualities: list[str]) -> None:
        screens = self.walk.public["screens"]
        for rank, screen in enumerate(screens, 1):
            expect(self.page.locator("h1")).to_have_text(screen["title"])
            assert f"Écran {rank} sur {len(screens)}" in self.page.title()
            self.do(screen, right=right, qualities=qualities)
            self.press("Continuer")
        expect(self.page.locator("h1")).to_have_text("Bilan")
        self.press("Terminer et voir mon résultat")


def _fail_then_pass(page: Page, user, module, *, mouse: bool) -> None:
    page.goto(module.url)
    hands = Hands(page, walk=None, mouse=mouse)
    hands.press("Commencer le module")
    hands.walk = Walk(user, module)
    hands.everything(right=3, qualities=["avoid", "avoid"])
    expect(page.locator("h1")).to_have_text("Pas encore réussi")

    hands.press("Recommencer le module")
    hands.walk = Walk(user, module)
    hands.everything(right=8, qualities=["adapted"] * 3)
    expect(page.locator("h1")).to_have_text("Module réussi")
    expect(page.locator(".result__score")).to_have_text("100 %")
    assert Enrolment.objects.get().passed_at is not None
    assert [attempt.passed for attempt in Attempt.objects.order_by("number")] == [False, True]


def test_by_keyboard_alone_a_learner_fails_tries_again_and_passes(open_page, module):
    user = UserFactory()
    _fail_then_pass(open_page(user=user), user, module, mouse=False)
    assert Response.objects.filter(kind="single").exclude(seconds=None).exists()


def test_without_javascript_a_learner_fails_tries_again_and_passes(open_page, module):
    user = UserFactory()
    _fail_then_pass(open_page(user=user, javascript=False), user, module, mouse=True)


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide and light", "narrow and dark"]
)
def test_no_screen_has_an_accessibility_fault_before_on_error_or_after_the_answer(
    open_page, module, assert_accessible, viewport, scheme
):
    user = UserFactory()
    page = open_page(user=user, viewport=viewport, color_scheme=scheme)
    page.goto(module.get_parent().url)
    assert_accessible(page)
    page.goto(module.url)
    assert_accessible(page)
    hands = Hands(page, Walk(user, module), mouse=True)
    page.goto(f"/apprendre/{hands.walk.attempt.pk}/")
    for screen in hands.walk.public["screens"]:
        assert_accessible(page)
        forms = page.locator("form[data-live]")
        if forms.count():
            forms.first.locator("button[type=submit]").click()
            expect(page.locator("#form-errors")).to_be_focused()
            assert page.title().startswith("Erreur : ")
            assert_accessible(page)
        hands.do(screen, right=4, qualities=["adapted", "avoid", "improvable"])
        assert_accessible(page)
        hands.press("Continuer")
        expect(page.locator("h1")).not_to_have_text(screen["title"])
    assert_accessible(page)
    hands.press("Terminer et voir mon résultat")
    expect(page.locator("h1")).to_have_text("Pas encore réussi")
    assert_accessible(page)
    for path in ("ecran/7/", "ecran/9/", "texte/"):
        page.goto(f"/apprendre/{hands.walk.attempt.pk}/{path}")
        assert_accessible(page)


def _quiz_page(open_page, module):
    user = UserFactory()
    page = open_page(user=user)
    hands = Hands(page, Walk(user, module), mouse=True)
    page.goto(f"/apprendre/{hands.walk.attempt.pk}/ecran/9/")
    return page, hands, hands.walk.screens["quiz"]["questions"]


def test_without_network_the_answer_stays_and_is_sent_again_once(open_page, module):
    page, hands, questions = _quiz_page(open_page, module)
    open_page.expected = "^failed: |ERR_INTERNET_DISCONNECTED"
    hands.fill(questions[0], right=True)
    page.context.set_offline(True)
    hands.press("Valider ma réponse à la question 1")
    expect(page.get_by_role("alert")).to_contain_text("Connexion interrompue")
    expect(page.locator(f'input[name="q-{questions[0]["id"]}"]:checked')).to_have_count(1)
    assert Response.objects.count() == 0
    page.context.set_offline(False)
    hands.press("Réessayer")
    expect(page.locator(f'[id="retour-{questions[0]["id"]}"]')).to_contain_text("Bonne réponse")
    assert Response.objects.count() == 1


def test_an_answer_stored_whose_reply_was_lost_is_one_response(open_page, module):
    page, hands, questions = _quiz_page(open_page, module)
    open_page.expected = "ERR_FAILED|/repondre/"

    def lose(route):
        route.fetch()  # the server stores it
        route.abort()  # the browser never hears of it

    hands.fill(questions[0], right=True)
    page.route("**/repondre/", lose, times=1)
    hands.press("Valider ma réponse à la question 1")
    expect(page.get_by_role("alert")).to_contain_text("Connexion interrompue")
    assert Response.objects.count() == 1
    hands.press("Réessayer")
    expect(page.locator(f'[id="retour-{questions[0]["id"]}"]')).to_contain_text("Bonne réponse")
    assert Response.objects.count() == 1


def test_validating_a_question_keeps_what_was_ticked_in_the_others_and_moves_the_focus_to_its_feedback(
    open_page, module
):
    page, hands, questions = _quiz_page(open_page, module)
    hands.fill(questions[1], right=True)
    hands.fill(questions[0], right=False)
    hands.press("Valider ma réponse à la question 1")
    expect(page.locator(f'[id="retour-{questions[0]["id"]}"]')).to_be_focused()
    expect(page.locator(f'input[name="q-{questions[1]["id"]}"]:checked')).to_have_count(4)
    expect(page.locator("#quiz-count")).to_have_text("1 réponse sur 8")


def test_slides_and_cards_open_by_keyboard(open_page, module):
    user = UserFactory()
    page = open_page(user=user)
    hands = Hands(page, Walk(user, module))
    page.goto(f"/apprendre/{hands.walk.attempt.pk}/ecran/2/")
    expect(page.locator("[data-slide]:visible")).to_have_count(1)
    hands.press("Diapositive suivante")
    expect(page.locator("[data-slide]:visible .slide__rank")).to_have_text("Diapositive 2 sur 4")
    hands.press("Continuer")
    expect(page.locator(".card__back:visible")).to_have_count(0)
    first = page.locator(".card__front button").first
    hands.activate(first)
    expect(first).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".card__back:visible")).to_have_count(1)
    expect(page.locator("input[name=cartes]")).to_have_value("1")
