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


def templates() -> list[Template]:
    screen_rules = (
        (context_extension(v.extension("rang")), INCLUDED),
        (context_extension(v.extension("type-ecran")), INCLUDED),
    )
    module = (v.MODULE_TYPE, v.COURSE_TYPE)
    situation = (v.SITUATION_TYPE, v.SCREEN_TYPE)
    quiz = (v.QUIZ_TYPE, v.SCREEN_TYPE)
    return [
        Template(
            "inscription",
            "Inscription à une session",
            v.REGISTERED,
            v.SESSION_TYPE,
            v.COURSE_TYPE,
            ((context_extension(v.STARTING_DATE), INCLUDED), (context_extension(v.ROLE), INCLUDED), (RESULT, EXCLUDED)),
        ),
        Template("module-ouvert", "Module ouvert", v.INITIALIZED, *module, ((RESULT, EXCLUDED),)),
        Template("module-repris", "Module repris", v.RESUMED, *module, ((RESULT, EXCLUDED),)),
        Template("module-quitte", "Module quitté", v.TERMINATED, *module, ((DURATION, RECOMMENDED), (SCORE, EXCLUDED))),
        Template(
            "module-suspendu", "Module suspendu", v.SUSPENDED, *module, ((DURATION, RECOMMENDED), (SCORE, EXCLUDED))
        ),
        Template(
            "avancement",
            "Avancement dans le module",
            v.PROGRESSED,
            *module,
            ((result_extension(v.PROGRESS), INCLUDED), (SCORE, EXCLUDED)),
        ),
        Template(
            "module-termine",
            "Module terminé",
            v.COMPLETED,
            *module,
            ((COMPLETION, INCLUDED), (SCORE, EXCLUDED), (SUCCESS, EXCLUDED)),
        ),
        *(
            Template(
                name,
                title,
                verb,
                *module,
                ((SUCCESS, INCLUDED), (SCALED, INCLUDED), (context_extension(v.MASTERY_SCORE), INCLUDED)),
            )
            for name, title, verb in (
                ("module-reussi", "Module réussi", v.PASSED),
                ("module-non-reussi", "Module pas encore réussi", v.FAILED),
            )
        ),
        Template(
            "attestation", "Attestation obtenue", v.EARNED, v.CERTIFICATE_TYPE, v.MODULE_TYPE, ((RESULT, EXCLUDED),)
        ),
        Template(
            "ecran-vu",
            "Écran parcouru",
            v.EXPERIENCED,
            v.SCREEN_TYPE,
            v.MODULE_TYPE,
            (*screen_rules, (DURATION, RECOMMENDED), (SCORE, EXCLUDED), (RESPONSE, EXCLUDED)),
        ),
        Template(
            "ecran-passe",
            "Écran passé",
            v.SKIPPED,
            v.SCREEN_TYPE,
            v.MODULE_TYPE,
            (*screen_rules, (RESULT, EXCLUDED)),
        ),
        Template(
            "cartes-lues",
            "Cartes lues",
            v.EXPERIENCED,
            v.CARDS_TYPE,
            v.SCREEN_TYPE,
            ((COMPLETION, INCLUDED), (result_extension(v.extension("cartes-vues")), INCLUDED)),
        ),
        *(
            Template(f"{name}-ouverte", title, v.ACCESSED, v.PAGE_TYPE, parent, ((RESULT, EXCLUDED),))
            for name, title, parent in (
                ("transcription", "Transcription ouverte", v.SCREEN_TYPE),
                ("version-texte", "Version texte ouverte", v.MODULE_TYPE),
            )
        ),
        Template(
            "engagement",
            "Engagement « Demain, je… » pris",
            v.PLEDGED,
            v.GOAL_TYPE,
            v.SCREEN_TYPE,
            ((SCORE, EXCLUDED), (SUCCESS, EXCLUDED)),
        ),
        Template(
            "reponse-quiz",
            "Réponse à une question de quiz",
            v.ANSWERED,
            v.QUESTION_TYPE,
            v.QUIZ_TYPE,
            ((RESPONSE, INCLUDED), (SUCCESS, INCLUDED), (SCALED, INCLUDED)),
        ),
        Template(
            "reponse",
            "Réponse hors quiz : positionnement, association, tri, cas",
            v.ANSWERED,
            v.QUESTION_TYPE,
            v.SCREEN_TYPE,
            ((RESULT, INCLUDED),),
        ),
        Template(
            "decision",
            "Décision dans une situation",
            v.ANSWERED,
            v.QUESTION_TYPE,
            v.SITUATION_TYPE,
            (
                (RESPONSE, INCLUDED),
                (SCALED, INCLUDED),
                (SUCCESS, EXCLUDED),
                (result_extension(v.extension("noeud-suivant")), INCLUDED),
                (result_extension(v.extension("jauges")), INCLUDED),
                (context_extension(v.extension("partie")), INCLUDED),
            ),
        ),
        Template(
            "situation-terminee",
            "Situation terminée",
            v.COMPLETED,
            *situation,
            (
                (COMPLETION, INCLUDED),
                (SCALED, INCLUDED),
                (result_extension(v.extension("fin")), INCLUDED),
                (result_extension(v.extension("chemin")), INCLUDED),
                (context_extension(v.extension("partie")), INCLUDED),
            ),
        ),
        Template("quiz-termine", "Quiz terminé", v.COMPLETED, *quiz, ((COMPLETION, INCLUDED), (SCALED, INCLUDED))),
        Template("quiz-score", "Score du quiz", v.SCORED, *quiz, ((SCALED, INCLUDED),)),
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
