"""The activities of a module version: their ids, which hold no slug and never change, and their definitions."""

from functools import cached_property
from typing import Any

from tincan import Activity, ActivityDefinition, LanguageMap

from courses.models import ModuleVersion
from courses.questions import question_kind
from courses.situations import interaction as decision_interaction
from courses.versions import content
from xapi import vocabulary
from xapi.vocabulary import own

LANGUAGE = "fr-FR"
_COMPONENTS = ("choices", "scale", "source", "target", "steps")


def activity(iri: str, kind: str, name: str = "", description: str = "", **interaction: Any) -> Activity:
    """An activity with its definition; the texts are French, those of the interaction plain strings."""
    definition = ActivityDefinition(type=kind)
    if name:
        definition.name = LanguageMap({LANGUAGE: name})
    if description:
        definition.description = LanguageMap({LANGUAGE: description})
    if interaction:
        definition.interaction_type = interaction["interactionType"]
        definition.correct_responses_pattern = interaction.get("correctResponsesPattern")
        for part in interaction.keys() & set(_COMPONENTS):
            described = [{**one, "description": {LANGUAGE: one["description"]}} for one in interaction[part]]
            setattr(definition, part, described)
    return Activity(id=iri, definition=definition)


def module_iri(module_key: str) -> str:
    return own(f"module/{module_key}")


def course_activity(course_key: str, name: str = "") -> Activity:
    return activity(own(f"parcours/{course_key}"), vocabulary.COURSE_TYPE, name)


def session_activity(session: str, name: str = "") -> Activity:
    return activity(own(f"session/{session}"), vocabulary.SESSION_TYPE, name)


def network_activity(slug: str, name: str = "") -> Activity:
    return activity(own(f"reseau/{slug}"), vocabulary.NETWORK_TYPE, name)


def profile_activity() -> Activity:
    return activity(own("profil/1.0"), vocabulary.PROFILE_TYPE)


class Edition:
    """One version of a module, as activities. Methods raise `KeyError` for an id that the version does not hold."""

    def __init__(self, version: ModuleVersion) -> None:
        self.number = version.number
        self.public, self.answers = content(version)
        self.iri = module_iri(self.public["module"]["key"])

    @cached_property
    def screens(self) -> dict[str, dict[str, Any]]:
        return {screen["id"]: screen for screen in self.public["screens"]}

    @cached_property
    def questions(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """Question id: (screen, question)."""
        return {
            question["id"]: (screen, question) for screen in self.public["screens"] for question in screen["questions"]
        }

    def rank(self, screen: str) -> int:
        """The place of a screen, from 1."""
        return list(self.screens).index(screen) + 1

    def module(self) -> Activity:
        module = self.public["module"]
        return activity(self.iri, vocabulary.MODULE_TYPE, module["title"], module["summary"])

    def course(self) -> Activity:
        course = self.public["course"]
        return course_activity(course["key"], course["title"])

    def screen(self, screen: str) -> Activity:
        return activity(f"{self.iri}/ecran/{screen}", vocabulary.SCREEN_TYPE, self.screens[screen]["title"])

    def transcript(self, screen: str) -> Activity:
        title = f"Transcription – {self.screens[screen]['title']}"
        return activity(f"{self.iri}/ecran/{screen}/transcription", vocabulary.PAGE_TYPE, title)

    def linear(self) -> Activity:
        title = f"Version texte – {self.public['module']['title']}"
        return activity(f"{self.iri}/version-texte", vocabulary.PAGE_TYPE, title)

    def certificate(self) -> Activity:
        title = f"Attestation – {self.public['module']['title']}"
        return activity(f"{self.iri}/attestation", vocabulary.CERTIFICATE_TYPE, title)

    def block(self, screen: str, kind: str) -> Activity:
        """What a screen makes one do as a whole: its cards, its quiz, its situation, its pledge."""
        return activity(f"{self.iri}/bloc/{screen}", kind, self.screens[screen]["title"])

    def question(self, question: str) -> Activity:
        _, public = self.questions[question]
        interaction = question_kind(public["kind"]).interaction(public, self.answers["questions"][question])
        return activity(
            f"{self.iri}/bloc/{question}", vocabulary.QUESTION_TYPE, description=public["prompt"], **interaction
        )

    def decision(self, screen: str, node: str) -> Activity:
        """A decision of a situation. Its text and choices are seen by those alone who reached the node."""
        graph = self.answers["screens"][screen]
        interaction = decision_interaction(self.screens[screen], graph, node)
        return activity(
            f"{self.iri}/bloc/{screen}/noeud/{node}",
            vocabulary.QUESTION_TYPE,
            f"{self.screens[screen]['title']} – {node}",
            graph["nodes"][node]["text"],
            **interaction,
        )
