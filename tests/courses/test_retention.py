"""What the page « Données personnelles » promises to forget, and what stays."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile

from cms.pages.first_content.legal import PERSONAL_DATA
from courses.models import Attempt, Attestation, Response
from courses.services import retention
from courses.services.attempts import start
from courses.services.attestations import issue_attestation
from courses.services.retention import forget_answers, forget_attempts, forget_attestations
from courses.tasks import forget
from tests.courses.pages import Learner
from tests.factories.accounts import UserFactory
from tests.factories.courses import AttemptFactory, AttestationFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
FORGOTTEN = "Les réponses données il y a plus de douze mois ont été effacées."


@pytest.fixture
def finished(module):
    """A learner who finished the module at `BEGUN`."""
    with time_machine.travel(BEGUN, tick=False):
        learner = Learner(UserFactory(), module)
        learner.walk.everything()
        learner.walk.finish()
    return learner


def test_answers_stay_for_a_year_and_no_longer(finished):
    given = Response.objects.count()
    assert forget_answers(now=BEGUN + YEAR - DAY) == 0
    assert forget_answers(now=BEGUN + YEAR) == 0
    assert Response.objects.count() == given > 0
    assert forget_answers(now=BEGUN + YEAR + DAY) == given
    assert Response.objects.count() == 0
    assert forget_answers(now=BEGUN + YEAR + DAY) == 0


def test_the_result_stays_when_its_answers_go(finished):
    before = finished.walk.fresh()
    forget_answers(now=BEGUN + YEAR + DAY)
    after = finished.walk.fresh()
    assert (after.score, after.quiz_score, after.situation_score, after.passed) == (
        before.score,
        before.quiz_score,
        before.situation_score,
        True,
    )
    assert after.enrolment.completed_at == before.enrolment.completed_at == BEGUN
    assert after.enrolment.passed_at == BEGUN
    assert after.enrolment.best_attempt == after


def test_every_page_of_a_finished_attempt_without_answers_reads_well(finished):
    count = len(finished.walk.public["screens"])
    with time_machine.travel(BEGUN + YEAR + DAY, tick=False):
        finished.client.force_login(finished.user)
        assert FORGOTTEN not in finished.get().text
        forget_answers()
        result = finished.get()
        assert (result.status, result.heading) == (200, "Module réussi")
        assert f"{FORGOTTEN} Votre résultat est conservé." in result.text
        for rank in range(1, count + 1):
            page = finished.get(f"ecran/{rank}/")
            assert page.status == 200
            assert FORGOTTEN in page.text
            assert "à faire" not in page.text
            assert "Vous n’avez pas répondu" not in page.text
        text = finished.get("texte/")
        assert text.status == 200
        assert FORGOTTEN in text.text


def test_an_open_attempt_goes_on_after_its_answers(module):
    with time_machine.travel(BEGUN, tick=False):
        learner = Learner(UserFactory(), module)
        learner.walk.quiz(right=3)
        learner.walk.choose(learner.walk.node(), "avoid")
    with time_machine.travel(BEGUN + YEAR + DAY, tick=False):
        learner.client.force_login(learner.user)
        assert forget_answers() == 9
        assert f"{FORGOTTEN} Les écrans concernés sont de nouveau à faire." in learner.screen("quiz").text
        learner.everything()
        page = learner.finish()
        assert (page.status, page.heading) == (200, "Module réussi")
        assert learner.walk.fresh().score == 1.0


def test_answers_to_one_screen_go_with_the_oldest_of_them(module):
    with time_machine.travel(BEGUN, tick=False):
        learner = Learner(UserFactory(), module)
        first, *others = learner.walk.screens["quiz"]["questions"]
        learner.walk.answer([first])
    with time_machine.travel(BEGUN + 2 * DAY, tick=False):
        learner.walk.answer(others[:1])
        learner.walk.situation()
    assert forget_answers(now=BEGUN + YEAR + DAY) == 2
    assert set(Response.objects.values_list("screen", flat=True)) == {learner.walk.screens["situation"]["id"]}


def test_a_recent_attempt_says_nothing_of_forgotten_answers(learner):
    assert FORGOTTEN not in learner.screen("quiz").text


def test_attempts_go_three_years_after_the_last_action_in_the_module(finished):
    enrolment = finished.walk.attempt.enrolment
    with time_machine.travel(BEGUN + YEAR, tick=False):
        start(user=finished.user, module=finished.module)
    # The first attempt is old enough, but its learner came back since: the best result is kept.
    assert forget_attempts(now=BEGUN + 4 * YEAR - DAY) == 0
    assert Attempt.objects.count() == 2
    assert forget_attempts(now=BEGUN + 4 * YEAR + DAY) == 2
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()
    enrolment.refresh_from_db()
    assert enrolment.best_attempt is None
    assert enrolment.completed_at == enrolment.passed_at == BEGUN
    attestation = Attestation.objects.get()
    assert (attestation.enrolment, attestation.attempt) == (enrolment, None)


def test_the_module_starts_again_after_its_attempts_are_forgotten(finished):
    with time_machine.travel(BEGUN + 3 * YEAR + DAY, tick=False):
        finished.client.force_login(finished.user)
        forget_attempts()
        assert finished.get("bilan/").status == 404
        page = finished.client.get(finished.module.url)
        assert page.status_code == 200
        assert "Commencer le module" in page.content.decode()
        finished.restart()
        assert finished.walk.attempt.number == 1
        finished.walk.everything(right=7)
        attempt = finished.walk.finish()
        assert finished.walk.fresh().enrolment.best_attempt == attempt
        assert finished.get().status == 200


def test_attempts_of_others_and_recent_ones_stay():
    old, recent = AttemptFactory(last_at=BEGUN - DAY), AttemptFactory(last_at=BEGUN + DAY)
    assert forget_attempts(now=BEGUN + 3 * YEAR) == 1
    assert list(Attempt.objects.all()) == [recent]
    old.enrolment.refresh_from_db()  # still there


def _with_file(earned_at: datetime) -> tuple[Attestation, Path]:
    attestation = AttestationFactory(earned_at=earned_at)
    attestation.file.save(f"attestations/{attestation.code}.pdf", ContentFile(b"%PDF"))
    return attestation, Path(attestation.file.path)


def test_attestations_go_with_their_files_once_committed(django_capture_on_commit_callbacks):
    period = settings.RETENTION["attestations"]
    old, file = _with_file(BEGUN)
    recent, other = _with_file(BEGUN + 2 * DAY)
    assert forget_attestations(now=BEGUN + period) == 0
    with django_capture_on_commit_callbacks() as callbacks:
        assert forget_attestations(now=BEGUN + period + DAY) == 1
    assert file.exists()
    for callback in callbacks:
        callback()
    assert not file.exists()
    assert other.exists()
    assert list(Attestation.objects.all()) == [recent]
    old.enrolment.refresh_from_db()
    assert old.enrolment.passed_at is not None
    other.unlink()


def test_five_years_are_whole_with_their_leap_days():
    AttestationFactory(earned_at=datetime(2023, 3, 1, 12, tzinfo=UTC))
    assert forget_attestations(now=datetime(2028, 3, 1, 12, tzinfo=UTC)) == 0
    assert forget_attestations(now=datetime(2028, 3, 3, 12, tzinfo=UTC)) == 1


def test_a_module_passed_again_later_is_attested_anew():
    enrolment = EnrolmentFactory(passed=True, passed__at=BEGUN)
    with time_machine.travel(BEGUN + 6 * YEAR, tick=False):
        again = AttemptFactory(
            enrolment=enrolment, version=enrolment.best_attempt.version, number=2, finished_at=BEGUN + 6 * YEAR
        )
        assert issue_attestation(attempt=again).earned_at == BEGUN + 6 * YEAR
        assert forget_attestations() == 0


def test_more_than_a_batch_goes_in_one_run(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        AttestationFactory(earned_at=BEGUN)
    Attempt.objects.update(last_at=BEGUN)
    later = BEGUN + 6 * YEAR
    assert forget_attempts(now=later) == 5
    assert forget_attestations(now=later) == 5
    assert not Attestation.objects.exists()


def test_the_task_forgets_all_three_and_logs_their_numbers_only(finished, caplog):
    given = Response.objects.count()
    with time_machine.travel(BEGUN + 6 * YEAR, tick=False), caplog.at_level(logging.INFO, "courses"):
        assert forget() == (given, 1, 1)
        assert forget() == (0, 0, 0)
    assert [record.getMessage() for record in caplog.records] == [
        f"{given} answers forgotten",
        "1 attempts forgotten",
        "1 attestations forgotten",
        "0 answers forgotten",
        "0 attempts forgotten",
        "0 attestations forgotten",
    ]


def test_every_night_the_scheduler_asks_for_it():
    asked = {entry["task"]: str(entry["schedule"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "15 4 * * *" in asked[forget.name]
    assert "30 4 * * *" in asked["xapi.tasks.forget_statements"]


def test_the_page_promises_what_the_settings_say():
    table = next(block["value"] for block in PERSONAL_DATA["body"] if block["type"] == "table")
    promised = {row["values"][0].split()[0]: row["values"][2] for row in table["table"]["rows"]}
    kept = settings.RETENTION
    periods = {"answers": "Réponses", "attempts": "Tentatives", "attestations": "Attestations", "statements": "Traces"}
    assert {name: promised[first].split()[:2] for name, first in periods.items()} == {
        "answers": ["12", "mois"],
        "attempts": ["3", "ans"],
        "attestations": ["5", "ans"],
        "statements": ["12", "mois"],
    }
    assert {name: kept[name].days // 365 for name in periods} == {
        "answers": 1,
        "attempts": 3,
        "attestations": 5,
        "statements": 1,
    }
