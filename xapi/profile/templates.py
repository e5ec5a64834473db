"""What each kind of our statements must hold: one template per line of the table of tracked actions.

A statement belongs to the template of its verb, object type and parent type; its rules are presences at JSON paths.
"""

from dataclasses import dataclass

from xapi import vocabulary as v

INCLUDED = "included"
EXCLUDED = "excluded"
RECOMMENDED = "recommended"

SCALED = "$.result.score.scaled"
SUCCESS = "$.result.success"
COMPLETION = "$.result.completion"
RESPONSE = "$.result.response"
DURATION = "$.result.duration"
RESULT = "$.result"
SCORE = "$.result.score"


@dataclass(frozen=True)
class Template:
    """`name` makes the id; an empty `parent` means that none is wanted. `rules` pairs a location with a presence."""

    name: str
    title: str
    verb: str
    object_type: str
    parent: str
    rules: tuple[tuple[str, str], ...] = ()

    def all_rules(self) -> list[tuple[str, str]]:
        return [*common_rules(), *(() if self.verb == v.REGISTERED else attempt_rules()), *self.rules]


def context_extension(iri: str) -> str:
    return f"$.context.extensions['{iri}']"


def result_extension(iri: str) -> str:
    return f"$.result.extensions['{iri}']"


def common_rules() -> list[tuple[str, str]]:
    """What all our statements share."""
    return [
        ("$.id", INCLUDED),
        ("$.timestamp", INCLUDED),
        ("$.actor.account.name", INCLUDED),
        ("$.actor.name", EXCLUDED),
        ("$.actor.mbox", EXCLUDED),
        ("$.actor.mbox_sha1sum", EXCLUDED),
        ("$.context.registration", INCLUDED),
        ("$.context.platform", INCLUDED),
        ("$.context.language", INCLUDED),
        ("$.context.contextActivities.grouping", INCLUDED),
        (context_extension(v.SESSION_ID), INCLUDED),
        (context_extension(v.extension("source")), INCLUDED),
    ]


def attempt_rules() -> list[tuple[str, str]]:
    """What a statement about an attempt holds beside."""
    return [
        (context_extension(v.extension("version")), INCLUDED),
        (context_extension(v.ATTEMPT_ID), INCLUDED),
    ]


_MODULE = (v.MODULE_TYPE, v.COURSE_TYPE)
_SCREEN = (v.SCREEN_TYPE, v.MODULE_TYPE)
_CARDS = (v.CARDS_TYPE, v.SCREEN_TYPE)
_GOAL = (v.GOAL_TYPE, v.SCREEN_TYPE)
_SITUATION = (v.SITUATION_TYPE, v.SCREEN_TYPE)
_QUIZ = (v.QUIZ_TYPE, v.SCREEN_TYPE)
_TIMED = ((DURATION, RECOMMENDED), (SCORE, EXCLUDED))
_NO_RESULT = ((RESULT, EXCLUDED),)


def templates() -> list[Template]:
    return [*_of_modules(), *_of_results(), *_of_screens(), *_of_answers(), *_of_endings()]


def _of_modules() -> list[Template]:
    session_rules = (
        (context_extension(v.STARTING_DATE), INCLUDED),
        (context_extension(v.ROLE), INCLUDED),
        (RESULT, EXCLUDED),
    )
    progress_rules = ((result_extension(v.PROGRESS), INCLUDED), (SCORE, EXCLUDED))
    return [
        Template(
            "inscription", "Inscription à une session", v.REGISTERED, v.SESSION_TYPE, v.COURSE_TYPE, session_rules
        ),
        Template("module-ouvert", "Module ouvert", v.INITIALIZED, *_MODULE, _NO_RESULT),
        Template("module-repris", "Module repris", v.RESUMED, *_MODULE, _NO_RESULT),
        Template("module-quitte", "Module quitté", v.TERMINATED, *_MODULE, _TIMED),
        Template("module-suspendu", "Module suspendu", v.SUSPENDED, *_MODULE, _TIMED),
        Template("avancement", "Avancement dans le module", v.PROGRESSED, *_MODULE, progress_rules),
    ]


def _of_results() -> list[Template]:
    completed = ((COMPLETION, INCLUDED), (SCORE, EXCLUDED), (SUCCESS, EXCLUDED))
    judged = ((SUCCESS, INCLUDED), (SCALED, INCLUDED), (context_extension(v.MASTERY_SCORE), INCLUDED))
    certificate = (v.CERTIFICATE_TYPE, v.MODULE_TYPE)
    return [
        Template("module-termine", "Module terminé", v.COMPLETED, *_MODULE, completed),
        Template("module-reussi", "Module réussi", v.PASSED, *_MODULE, judged),
        Template("module-non-reussi", "Module pas encore réussi", v.FAILED, *_MODULE, judged),
        Template("attestation", "Attestation obtenue", v.EARNED, *certificate, _NO_RESULT),
    ]


def _of_screens() -> list[Template]:
    placed = (
        (context_extension(v.extension("rang")), INCLUDED),
        (context_extension(v.extension("type-ecran")), INCLUDED),
    )
    read = ((COMPLETION, INCLUDED), (result_extension(v.extension("cartes-vues")), INCLUDED))
    transcript = (v.PAGE_TYPE, v.SCREEN_TYPE)
    linear = (v.PAGE_TYPE, v.MODULE_TYPE)
    return [
        Template("ecran-vu", "Écran parcouru", v.EXPERIENCED, *_SCREEN, (*placed, *_TIMED, (RESPONSE, EXCLUDED))),
        Template("ecran-passe", "Écran passé", v.SKIPPED, *_SCREEN, (*placed, *_NO_RESULT)),
        Template("cartes-lues", "Cartes lues", v.EXPERIENCED, *_CARDS, read),
        Template("transcription-ouverte", "Transcription ouverte", v.ACCESSED, *transcript, _NO_RESULT),
        Template("version-texte-ouverte", "Version texte ouverte", v.ACCESSED, *linear, _NO_RESULT),
    ]


def _of_answers() -> list[Template]:
    judged = ((RESPONSE, INCLUDED), (SUCCESS, INCLUDED), (SCALED, INCLUDED))
    decided = (
        (RESPONSE, INCLUDED),
        (SCALED, INCLUDED),
        (SUCCESS, EXCLUDED),
        (result_extension(v.extension("noeud-suivant")), INCLUDED),
        (result_extension(v.extension("jauges")), INCLUDED),
        (context_extension(v.extension("partie")), INCLUDED),
    )
    pledged = ((SCORE, EXCLUDED), (SUCCESS, EXCLUDED))
    elsewhere = "Réponse hors quiz : positionnement, association, tri, cas"
    return [
        Template("reponse-quiz", "Réponse de quiz", v.ANSWERED, v.QUESTION_TYPE, v.QUIZ_TYPE, judged),
        Template("reponse", elsewhere, v.ANSWERED, v.QUESTION_TYPE, v.SCREEN_TYPE, ((RESULT, INCLUDED),)),
        Template("decision", "Décision de situation", v.ANSWERED, v.QUESTION_TYPE, v.SITUATION_TYPE, decided),
        Template("engagement", "Engagement « Demain, je… » pris", v.PLEDGED, *_GOAL, pledged),
    ]


def _of_endings() -> list[Template]:
    played = (
        (COMPLETION, INCLUDED),
        (SCALED, INCLUDED),
        (result_extension(v.extension("fin")), INCLUDED),
        (result_extension(v.extension("chemin")), INCLUDED),
        (context_extension(v.extension("partie")), INCLUDED),
    )
    ended = ((COMPLETION, INCLUDED), (SCALED, INCLUDED))
    return [
        Template("situation-terminee", "Situation terminée", v.COMPLETED, *_SITUATION, played),
        Template("quiz-termine", "Quiz terminé", v.COMPLETED, *_QUIZ, ended),
        Template("quiz-score", "Score du quiz", v.SCORED, *_QUIZ, ((SCALED, INCLUDED),)),
    ]


# Beside the template of an answer: what each type of interaction adds (result members only).
INTERACTION_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "likert": (
        (RESPONSE, INCLUDED),
        (SUCCESS, EXCLUDED),
        ("$.result.score.raw", INCLUDED),
        ("$.result.score.min", INCLUDED),
        ("$.result.score.max", INCLUDED),
    ),
    "long-fill-in": (
        (RESPONSE, EXCLUDED),
        (COMPLETION, INCLUDED),
        (SUCCESS, EXCLUDED),
        (SCORE, EXCLUDED),
    ),
    "matching": ((RESPONSE, INCLUDED), (SUCCESS, INCLUDED), (SCALED, INCLUDED)),
    "choice": ((RESPONSE, INCLUDED),),
    "true-false": ((RESPONSE, INCLUDED),),
}
