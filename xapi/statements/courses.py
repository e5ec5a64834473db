"""The statements of learning: one builder per line of what `courses.signals` announces.

Free text never gets here, only its length; nothing names the person but the pseudonym of the actor.
"""

from typing import Any

from tincan import Activity, Result, Statement

from courses.signals import (
    AlternativeOpened,
    AttemptEvent,
    AttemptSubmitted,
    AttestationEarned,
    CardsRead,
    Enrolled,
    LearningEvent,
    ModuleCompleted,
    ModuleLeft,
    ModuleOpened,
    ModuleResumed,
    PledgeTaken,
    ProgressReached,
    QuestionAnswered,
    QuizEnded,
    ScreenSeen,
    ScreenSkipped,
    SituationDecided,
    SituationEnded,
)
from xapi import vocabulary as v
from xapi.activities import Edition, activity, course_activity, module_iri, network_activity, session_activity
from xapi.builders import Surroundings, context_of, make, result_of, statement_of


def _grouping(told: LearningEvent, around: Surroundings) -> list[Activity]:
    """Course, session and network; never a structure or a post, which would point at somebody."""
    groups = [session_activity(told.session)]
    if told.course_key:
        groups.insert(0, course_activity(told.course_key))
    if around.network:
        groups.append(network_activity(around.network))
    return groups


def _edition(around: Surroundings) -> Edition:
    if around.edition is None:
        raise ValueError("the module version of this announcement is gone")
    return around.edition


def _tell(
    told: AttemptEvent,
    around: Surroundings,
    verb: str,
    target: Activity,
    *,
    parent: Activity,
    result: Result | None = None,
    **extensions: Any,
) -> Statement:
    """A statement about an attempt. `extensions` of the context are ours by their French names, `_` for `-`."""
    own_extensions = {v.extension(name.replace("_", "-")): value for name, value in extensions.items() if value}
    known = {
        v.extension("version"): _edition(around).number,
        v.ATTEMPT_ID: told.attempt,
        v.SESSION_ID: told.session,
        **own_extensions,
    }
    context = context_of(
        registration=told.registration, parent=parent, grouping=_grouping(told, around), extensions=known
    )
    return make(told, verb, target, around, context=context, result=result)


def _on_module(told: AttemptEvent, around: Surroundings, verb: str, result: Result | None = None) -> Statement:
    edition = _edition(around)
    return _tell(told, around, verb, edition.module(), parent=edition.course(), result=result)


# -- Module ------------------------------------------------------------------------------------------------------------


@statement_of(Enrolled)
def enrolled(told: Enrolled, around: Surroundings) -> list[Statement]:
    extensions = {v.STARTING_DATE: told.opens_at, v.ROLE: "learner", v.SESSION_ID: told.session}
    if told.closes_at:
        extensions[v.ENDING_DATE] = told.closes_at
    context = context_of(
        registration=told.registration,
        parent=course_activity(told.course_key) if told.course_key else None,
        grouping=_grouping(told, around),
        other=[activity(module_iri(told.module_key), v.MODULE_TYPE)],
        extensions=extensions,
    )
    session = session_activity(told.session, told.session_title)
    return [make(told, v.REGISTERED, session, around, context=context)]


@statement_of(ModuleOpened)
def module_opened(told: ModuleOpened, around: Surroundings) -> list[Statement]:
    return [_on_module(told, around, v.INITIALIZED)]


@statement_of(ModuleResumed)
def module_resumed(told: ModuleResumed, around: Surroundings) -> list[Statement]:
    return [_on_module(told, around, v.RESUMED)]


@statement_of(ModuleLeft)
def module_left(told: ModuleLeft, around: Surroundings) -> list[Statement]:
    verbs = [v.SUSPENDED, v.TERMINATED] if told.suspended else [v.TERMINATED]
    return [_on_module(told, around, verb, result_of(seconds=told.seconds)) for verb in verbs]


@statement_of(ProgressReached)
def progress_reached(told: ProgressReached, around: Surroundings) -> list[Statement]:
    return [_on_module(told, around, v.PROGRESSED, result_of(extensions={v.PROGRESS: told.percent}))]


@statement_of(ModuleCompleted)
def module_completed(told: ModuleCompleted, around: Surroundings) -> list[Statement]:
    return [_on_module(told, around, v.COMPLETED, result_of(completion=True, seconds=told.seconds))]


@statement_of(AttemptSubmitted)
def attempt_submitted(told: AttemptSubmitted, around: Surroundings) -> list[Statement]:
    verb = v.PASSED if told.passed else v.FAILED
    statement = _on_module(told, around, verb, result_of(success=told.passed, score={"scaled": told.scaled}))
    statement.context.extensions[v.MASTERY_SCORE] = told.mastery
    return [statement]


@statement_of(AttestationEarned)
def attestation_earned(told: AttestationEarned, around: Surroundings) -> list[Statement]:
    """The code stays out: with it, anyone could read a name on the page that checks attestations."""
    edition = _edition(around)
    return [
        _tell(
            told,
            around,
            v.EARNED,
            edition.certificate(),
            parent=edition.module(),
            empreinte=f"sha256:{told.sha256}" if told.sha256 else "",
        )
    ]


# -- Screens -----------------------------------------------------------------------------------------------------------


def _on_screen(told: ScreenSeen | ScreenSkipped, around: Surroundings, verb: str, result: Result | None) -> Statement:
    edition = _edition(around)
    return _tell(
        told,
        around,
        verb,
        edition.screen(told.screen),
        parent=edition.module(),
        result=result,
        rang=edition.rank(told.screen),
        type_ecran=edition.screens[told.screen]["kind"],
    )


@statement_of(ScreenSeen)
def screen_seen(told: ScreenSeen, around: Surroundings) -> list[Statement]:
    return [_on_screen(told, around, v.EXPERIENCED, result_of(seconds=told.seconds))]


@statement_of(ScreenSkipped)
def screen_skipped(told: ScreenSkipped, around: Surroundings) -> list[Statement]:
    return [_on_screen(told, around, v.SKIPPED, None)]


@statement_of(CardsRead)
def cards_read(told: CardsRead, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    deck = edition.block(told.screen, v.CARDS_TYPE)
    result = result_of(completion=told.completed, extensions={v.extension("cartes-vues"): told.cards_seen})
    return [_tell(told, around, v.EXPERIENCED, deck, parent=edition.screen(told.screen), result=result)]


@statement_of(AlternativeOpened)
def alternative_opened(told: AlternativeOpened, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    if told.screen:
        return [
            _tell(told, around, v.ACCESSED, edition.transcript(told.screen), parent=edition.screen(told.screen)),
        ]
    return [_tell(told, around, v.ACCESSED, edition.linear(), parent=edition.module())]


@statement_of(PledgeTaken)
def pledge_taken(told: PledgeTaken, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    length = {} if told.length is None else {v.extension("longueur"): told.length}
    result = result_of(response="[,]".join(told.choices) or None, extensions=length)
    goal = edition.block(told.screen, v.GOAL_TYPE)
    return [_tell(told, around, v.PLEDGED, goal, parent=edition.screen(told.screen), result=result)]


# -- Questions ---------------------------------------------------------------------------------------------------------


@statement_of(QuestionAnswered)
def question_answered(told: QuestionAnswered, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    screen = edition.screens[told.screen]
    in_quiz = screen["kind"] == "quiz"
    parent = edition.block(told.screen, v.QUIZ_TYPE) if in_quiz else edition.screen(told.screen)
    statement = _tell(
        told,
        around,
        v.ANSWERED,
        edition.question(told.question),
        parent=parent,
        result=_answer_result(told),
        partie=told.play,
    )
    if screen["kind"] == "positioning":
        statement.context.extensions[v.ASSESSMENT_TYPE] = _assessment_type(edition, told.screen)
    return [statement]


def _answer_result(told: QuestionAnswered) -> Result | None:
    score = {"scaled": told.scaled, "raw": told.raw, "min": told.minimum, "max": told.maximum}
    extensions = {v.extension("partiel"): told.partial, v.extension("longueur"): told.length}
    return result_of(
        success=told.success,
        response=told.response,
        completion=True if told.length is not None else None,
        seconds=told.seconds,
        score={name: value for name, value in score.items() if value is not None},
        extensions={iri: value for iri, value in extensions.items() if value is not None},
    )


def _assessment_type(edition: Edition, screen: str) -> str:
    """The first self-positioning of a module comes before learning, any other one after."""
    first = next(one["id"] for one in edition.public["screens"] if one["kind"] == "positioning")
    return "pretest" if screen == first else "posttest"


@statement_of(QuizEnded)
def quiz_ended(told: QuizEnded, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    score = {"raw": told.raw, "min": 0, "max": told.maximum, "scaled": round(told.raw / told.maximum, 4)}
    quiz, parent = edition.block(told.screen, v.QUIZ_TYPE), edition.screen(told.screen)
    return [
        _tell(told, around, v.COMPLETED, quiz, parent=parent, result=result_of(completion=True, score=score)),
        _tell(told, around, v.SCORED, quiz, parent=parent, result=result_of(score=score)),
    ]


# -- Situations --------------------------------------------------------------------------------------------------------


@statement_of(SituationDecided)
def situation_decided(told: SituationDecided, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    gauges = {"confiance": told.gauges["trust"], "resolution": told.gauges["resolution"]}
    extensions = {v.extension("noeud-suivant"): told.next_node, v.extension("jauges"): gauges}
    if told.alert:
        extensions[v.extension("alerte")] = told.alert
    result = result_of(
        response=told.choice,
        seconds=told.seconds,
        score={"raw": told.points, "min": 0, "max": 2, "scaled": told.points / 2},
        extensions=extensions,
    )
    situation = edition.block(told.screen, v.SITUATION_TYPE)
    decision = edition.decision(told.screen, told.node)
    return [_tell(told, around, v.ANSWERED, decision, parent=situation, result=result, partie=told.play)]


@statement_of(SituationEnded)
def situation_ended(told: SituationEnded, around: Surroundings) -> list[Statement]:
    edition = _edition(around)
    result = result_of(
        completion=True,
        score={"scaled": round(told.scaled, 4)},
        extensions={v.extension("fin"): told.ending, v.extension("chemin"): told.path},
    )
    situation = edition.block(told.screen, v.SITUATION_TYPE)
    parent = edition.screen(told.screen)
    return [_tell(told, around, v.COMPLETED, situation, parent=parent, result=result, partie=told.play)]
