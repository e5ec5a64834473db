"""An attempt from its first screen to its result: what is kept, what is announced, what is refused."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.announcements import announced
from courses.errors import (
    AlreadyAnsweredError,
    ClosedModuleError,
    FinishedAttemptError,
    ForgedRequestError,
    IncompleteModuleError,
    InvalidAnswerError,
    StaleAttemptError,
    UnreachableError,
)
from courses.models import Attempt, Attestation, Enrolment, Response
from courses.services.answers import Submitted, answer, decide
from courses.services.attempts import finish, leave, move, start
from courses.versions import content
from tests.courses.walk import Walk
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return load_module_1()


@pytest.fixture
def walk(module):
    return Walk(UserFactory(), module)


@pytest.fixture
def heard():
    """The names of what is announced, in order."""
    names = []

    def listen(sender, announcements, **_):
        names.extend(announcements)

    announced.connect(listen, dispatch_uid="heard")
    yield names
    announced.disconnect(dispatch_uid="heard")


def _names(heard):
    return [type(item).__name__ for item in heard]


def test_starting_twice_gives_the_same_attempt(module):
    user = UserFactory()
    assert start(user=user, module=module) == start(user=user, module=module)
    assert Attempt.objects.count() == 1


def test_an_attempt_begins_on_the_first_screen_of_the_latest_version(walk):
    assert walk.attempt.current_screen == walk.public["screens"][0]["id"]
    assert walk.attempt.rule == {"mastery": 0.75, "quiz_weight": 0.7, "situation_weight": 0.3}


def test_a_whole_module_without_mistake_is_passed_with_the_full_score(walk, heard):
    walk.everything()
    attempt = walk.finish()
    assert (attempt.quiz_score, attempt.situation_score, attempt.score, attempt.passed) == (1, 1, 1, True)
    enrolment = Enrolment.objects.get()
    assert enrolment.best_attempt == attempt
    assert (enrolment.completed_at is None, enrolment.passed_at is None) == (False, False)
    names = _names(heard)
    assert [names.count(name) for name in ("ModuleCompleted", "AttemptSubmitted", "QuizEnded", "SituationEnded")] == [
        1
    ] * 4
    assert [item.percent for item in heard if type(item).__name__ == "ProgressReached"] == [25, 50, 75]
    assert names.count("ScreenSeen") == 10
    assert names[-2:] == ["AttemptSubmitted", "ModuleLeft"]
    assert len({item.key for item in heard}) == len(heard)


def test_failing_then_passing_keeps_the_best_and_later_attempts_take_nothing_back(module):
    user = UserFactory()
    first = Walk(user, module)
    first.everything(right=4, qualities=("adapted", "avoid", "improvable"))
    failed = first.finish()
    assert (failed.passed, failed.score) == (False, pytest.approx(0.7 * 0.5 + 0.3 * 0.5))

    second = Walk(user, module)
    second.quiz(right=7)
    second.situation()
    passed = second.finish()
    assert (passed.passed, passed.score) == (True, pytest.approx(0.7 * 7 / 8 + 0.3))

    third = Walk(user, module)
    third.quiz(right=2)
    third.situation(("improvable", "avoid"))
    worse = third.finish()
    enrolment = Enrolment.objects.get()
    assert worse.passed is False
    assert enrolment.best_attempt == passed
    assert enrolment.passed_at == passed.finished_at


def test_completion_is_announced_once_whatever_comes_after(module, heard):
    user = UserFactory()
    for _ in range(2):
        walk = Walk(user, module)
        walk.everything()
        walk.finish()
    assert _names(heard).count("ModuleCompleted") == 1
    assert _names(heard).count("AttemptSubmitted") == 2


def test_passing_gives_one_attestation_and_failing_none(module):
    user = UserFactory()
    for right in (2, 8, 8):
        walk = Walk(user, module)
        walk.everything(right=right)
        passed = walk.finish().passed
        assert Attestation.objects.count() == int(passed)


def test_an_attempt_with_something_left_is_not_finished(walk):
    walk.quiz()
    with pytest.raises(IncompleteModuleError):
        walk.finish()
    assert walk.fresh().is_open


def test_finishing_twice_gives_one_result(walk, heard):
    walk.everything()
    seq = walk.fresh().seq
    assert finish(attempt_id=walk.attempt.pk, seq=seq) == finish(attempt_id=walk.attempt.pk, seq=seq)
    assert _names(heard).count("AttemptSubmitted") == 1


def test_the_same_form_twice_is_one_response(walk, heard):
    question = walk.screens["quiz"]["questions"][0]
    key = uuid.uuid4()
    first = walk.answer([question], key=key)
    again = walk.answer([question], key=key)
    assert first == again
    assert Response.objects.count() == 1
    assert _names(heard).count("QuestionAnswered") == 1


def test_a_quiz_question_takes_one_answer_per_attempt(walk):
    question = walk.screens["quiz"]["questions"][0]
    walk.answer([question], right=False)
    with pytest.raises(AlreadyAnsweredError):
        walk.answer([question])
    assert Response.objects.get().score == 0


def test_an_exercise_may_be_done_again(walk):
    walk.answer(walk.screens["matching"]["questions"])
    walk.answer(walk.screens["matching"]["questions"])
    assert list(Response.objects.values_list("play", flat=True)) == [1, 2]


def test_an_old_tab_writes_nothing(walk):
    old = walk.fresh().seq
    walk.answer([walk.screens["quiz"]["questions"][0]])
    question = walk.screens["quiz"]["questions"][1]
    with pytest.raises(StaleAttemptError):
        answer(
            attempt_id=walk.attempt.pk,
            seq=old,
            screen=walk.screens["quiz"]["id"],
            submitted={question["id"]: Submitted(walk.right_values(question))},
            key=uuid.uuid4(),
        )
    assert Response.objects.count() == 1


@pytest.mark.parametrize("values", [[], ["nonsense"], ["true"]])
def test_an_answer_that_is_not_a_choice_is_refused_with_its_question(walk, values):
    question = walk.screens["quiz"]["questions"][0]
    with pytest.raises(InvalidAnswerError) as refused:
        answer(
            attempt_id=walk.attempt.pk,
            seq=walk.fresh().seq,
            screen=walk.screens["quiz"]["id"],
            submitted={question["id"]: Submitted(values)},
            key=uuid.uuid4(),
        )
    assert list(refused.value.errors) == [question["id"]]
    assert not Response.objects.exists()


def test_a_screen_answered_in_one_go_takes_all_or_nothing(walk):
    questions = walk.screens["positioning"]["questions"]
    with pytest.raises(ForgedRequestError):
        walk.answer(questions[:2])
    sent = {question["id"]: Submitted(["2"]) for question in questions}
    sent[questions[3]["id"]] = Submitted(["9"])
    with pytest.raises(InvalidAnswerError):
        answer(
            attempt_id=walk.attempt.pk,
            seq=walk.fresh().seq,
            screen=walk.screens["positioning"]["id"],
            submitted=sent,
            key=uuid.uuid4(),
        )
    assert not Response.objects.exists()


def test_a_question_of_another_screen_is_refused(walk):
    question = walk.screens["quiz"]["questions"][0]
    with pytest.raises(ForgedRequestError):
        answer(
            attempt_id=walk.attempt.pk,
            seq=walk.fresh().seq,
            screen=walk.screens["case"]["id"],
            submitted={question["id"]: Submitted(walk.right_values(question))},
            key=uuid.uuid4(),
        )


def test_a_node_that_was_not_reached_takes_no_decision(walk):
    with pytest.raises(UnreachableError):
        walk.choose("N2")
    assert not Response.objects.exists()


def test_only_the_first_play_of_a_situation_counts(walk):
    walk.situation(("avoid", "avoid"))
    walk.choose("N0", "adapted", play=2)
    walk.choose("N1B", "adapted", play=2)
    walk.choose("N2", "adapted", play=2)
    walk.quiz()
    for kind in walk.screens:
        if kind not in ("quiz", "situation") and walk.screens[kind]["questions"]:
            walk.answer(walk.screens[kind]["questions"])
        walk.leave(kind)
    assert walk.finish().situation_score == 0


def test_a_replay_may_start_at_a_node_of_the_path_and_nowhere_else(walk, heard):
    walk.situation(("improvable", "avoid"))
    with pytest.raises(UnreachableError):
        walk.choose("N1B", play=2)
    walk.choose("N1C", "adapted", play=2)
    walk.choose("N2", "adapted", play=2)
    ended = [item for item in heard if type(item).__name__ == "SituationEnded"]
    assert [(item.path, item.play) for item in ended] == [
        (["N0", "N1C", "FIN 4"], 1),
        (["N0", "N1C", "N2", "FIN 1"], 2),
    ]


def test_free_text_is_announced_by_its_length_alone(walk, heard):
    walk.answer(walk.screens["case"]["questions"])
    told = heard[-1]
    assert (told.length, told.response) == (len("Je lui propose de s'asseoir."), None)
    assert "asseoir" not in repr(heard)


def test_a_forged_screen_is_refused(walk):
    with pytest.raises(ForgedRequestError):
        move(attempt_id=walk.attempt.pk, seq=walk.fresh().seq, screen="nowhere", to="")


def test_skipping_a_screen_leaves_it_to_be_done(walk, heard):
    walk.leave("positioning", skip=True, to=walk.screens["video"]["id"])
    attempt = walk.fresh()
    assert (attempt.skipped, attempt.seen) == ([walk.screens["positioning"]["id"]], [])
    assert attempt.current_screen == walk.screens["video"]["id"]
    assert _names(heard) == ["ScreenSkipped"]


def test_leaving_and_coming_back_is_told_once_each(walk, module, heard):
    leave(attempt_id=walk.attempt.pk, seq=walk.fresh().seq)
    leave(attempt_id=walk.attempt.pk, seq=walk.fresh().seq)
    start(user=walk.user, module=module)
    start(user=walk.user, module=module)
    assert _names(heard) == ["ModuleLeft", "ModuleResumed"]


def test_a_claimed_duration_is_bounded_by_the_time_passed(walk, heard):
    walk.leave("video", seconds=100_000)
    assert heard[0].seconds <= 2
    Attempt.objects.update(last_at=timezone.now() - timedelta(hours=3))
    walk.leave("cards", seconds=100_000)
    assert heard[1].seconds == 1800


def test_cards_count_as_read_when_all_were_turned(walk, heard):
    walk.leave("cards", cards_seen=3)
    walk.leave("cards")
    told = [item for item in heard if type(item).__name__ == "CardsRead"]
    assert [(item.cards_seen, item.completed) for item in told] == [(3, False), (4, True)]


def test_a_closed_session_takes_no_more_answers(walk, module):
    session = walk.attempt.enrolment.session
    session.opens_at = timezone.now() - timedelta(days=2)
    session.closes_at = timezone.now() - timedelta(days=1)
    session.save()
    with pytest.raises(ClosedModuleError):
        walk.answer([walk.screens["quiz"]["questions"][0]])
    with pytest.raises(ClosedModuleError):
        start(user=UserFactory(), module=module)
    assert not Response.objects.exists()


def test_a_finished_attempt_takes_no_more_answers(walk):
    walk.everything()
    walk.finish()
    with pytest.raises(FinishedAttemptError):
        walk.leave("video")
    with pytest.raises(FinishedAttemptError):
        walk.choose("N0", play=2)


def test_a_decision_outside_a_situation_is_refused(walk):
    with pytest.raises(ForgedRequestError):
        decide(
            attempt_id=walk.attempt.pk,
            seq=walk.fresh().seq,
            screen=walk.screens["quiz"]["id"],
            play=1,
            node="N0",
            choice="x",
            key=uuid.uuid4(),
        )


def test_publishing_again_without_change_makes_no_version(module):
    module.save_revision().publish()
    assert module.versions.count() == 1


def test_a_running_attempt_keeps_its_version(walk, module):
    module.minutes = 30
    module.save_revision().publish()
    assert module.versions.count() == 2
    assert start(user=walk.user, module=module).version.number == 1
    assert start(user=UserFactory(), module=module).version.number == 2
    assert content(walk.attempt.version)[0]["module"]["minutes"] == 25


def test_a_copied_module_is_another_module(module):
    copy = module.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert copy.module_key != module.module_key


def test_loading_the_module_twice_changes_nothing(module):
    load_module_1()
    assert module.versions.count() == 1
    assert type(module).objects.count() == 1
