"""Our profile as a document: xAPI Profile Specification 1.0, in JSON-LD."""

from functools import cache
from typing import Any

from django.conf import settings

from xapi import vocabulary as v
from xapi.activities import LANGUAGE
from xapi.profile.templates import Template, templates

_PUBLISHED = "2026-03-01T00:00:00Z"
_CONTEXT_EXTENSIONS = {
    "version": ("Version du module", "integer"),
    "source": ("D'où vient la trace : serveur ou navigateur", "string"),
    "rang": ("Rang de l'écran dans le module", "integer"),
    "type-ecran": ("Type de l'écran", "string"),
    "partie": ("Numéro de la partie ou de l'essai", "integer"),
    "empreinte": ("Empreinte du fichier de l'attestation", "string"),
}
_RESULT_EXTENSIONS = {
    "cartes-vues": ("Nombre de cartes vues", "integer"),
    "partiel": ("Part des propositions bien jugées, de 0 à 1", "number"),
    "longueur": ("Longueur du texte libre, en caractères ; le texte n'est jamais transmis", "integer"),
    "noeud-suivant": ("Nœud auquel mène la décision", "string"),
    "jauges": ("Jauges après la décision, de -4 à 4", "object"),
    "alerte": ("Alerte levée par la décision", "string"),
    "fin": ("Fin atteinte", "string"),
    "chemin": ("Nœuds parcourus", "array"),
}


@cache
def document() -> dict[str, Any]:
    """The whole profile."""
    profile = v.own("profil")
    version = v.own("profil/1.0")
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": profile,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {LANGUAGE: f"Profil xAPI de {settings.SITE_NAME}"},
        "definition": {LANGUAGE: "Les traces d'apprentissage émises par la plateforme, sans donnée nominative."},
        "author": {"type": "Organization", "name": settings.SITE_NAME},
        "versions": [{"id": version, "generatedAtTime": _PUBLISHED}],
        "concepts": [_verb(version), *_extensions(version)],
        "templates": [_template(one, version) for one in templates()],
        "patterns": [],
    }


def _verb(version: str) -> dict[str, Any]:
    """The one verb of our own; the others belong to the profiles that their IRIs name."""
    french, english = v.VERB_NAMES[v.PLEDGED]
    return {
        "id": v.verb_iri(v.PLEDGED),
        "type": "Verb",
        "inScheme": version,
        "prefLabel": {LANGUAGE: french, "en-US": english},
        "definition": {LANGUAGE: "La personne a choisi ce qu'elle changera dès demain dans sa pratique."},
    }


def _extensions(version: str) -> list[dict[str, Any]]:
    return [
        {
            "id": v.extension(name),
            "type": kind,
            "inScheme": version,
            "prefLabel": {LANGUAGE: name},
            "definition": {LANGUAGE: meaning},
            "inlineSchema": f'{{"type": "{schema}"}}',
        }
        for kind, names in (("ContextExtension", _CONTEXT_EXTENSIONS), ("ResultExtension", _RESULT_EXTENSIONS))
        for name, (meaning, schema) in names.items()
    ]


def _template(template: Template, version: str) -> dict[str, Any]:
    return {
        "id": v.own(f"profil/modele/{template.name}"),
        "type": "StatementTemplate",
        "inScheme": version,
        "prefLabel": {LANGUAGE: template.title},
        "definition": {LANGUAGE: template.title},
        "verb": v.verb_iri(template.verb),
        "objectActivityType": template.object_type,
        "contextParentActivityType": [template.parent],
        "rules": [{"location": location, "presence": presence} for location, presence in template.all_rules()],
    }
