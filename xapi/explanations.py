"""Why a request was refused, in French, for who has to repair what sent it. Rules are those of `xapi.problems`."""

from typing import Any

RULES = {
    "alternate-syntax": "La requête est écrite comme un formulaire (« syntaxe de rechange »), et mal : la méthode doit "
    "être le seul paramètre de l'adresse. La version 2.0 n'accepte plus cette écriture.",
    "attachment": "Une pièce jointe n'est pas décrite comme il faut, ou son contenu manque.",
    "authority": "L'autorité d'une trace est un agent, ou un groupe anonyme d'exactement deux membres.",
    "condition": "Le document a changé depuis que le client l'a lu, ou il n'a pas dit quelle version il remplace.",
    "body": "La requête est arrivée incomplète, ou n'a pas la longueur qu'elle annonce.",
    "content-type": "Le type du contenu annoncé (Content-Type) n'est pas celui qui est attendu.",
    "context": "Le contexte de la trace dit une chose qui ne va pas avec son objet.",
    "cursor": "Le lien vers la page suivante n'est pas un lien donné à cette clé.",
    "distinct": "Le même identifiant, ou la même valeur, est donné deux fois.",
    "duration": "Une durée s'écrit selon ISO 8601, par exemple PT1H30M.",
    "empty": "Une liste est vide alors qu'il faut au moins un élément.",
    "encoding": "La requête n'est pas écrite en UTF-8.",
    "enum": "La valeur ne fait pas partie de celles que la spécification permet ; les majuscules comptent.",
    "format": "La valeur n'a pas la forme attendue : identifiant (UUID), adresse (IRI), date, durée ou langue.",
    "hash": "L'empreinte d'une pièce jointe n'est pas celle de son contenu.",
    "id": "L'identifiant de la trace n'est pas celui de l'adresse.",
    "identifier": "Un agent doit porter exactement un identifiant : mbox, mbox_sha1sum, openid ou account.",
    "json": "Le contenu n'est pas du JSON lisible.",
    "key": "Une propriété n'est pas permise à cet endroit ; les majuscules comptent.",
    "merge": "Seuls deux documents JSON, dont chacun est un objet, peuvent être fusionnés.",
    "multipart": "La requête en plusieurs parties (multipart/mixed) n'est pas composée comme il faut.",
    "null": "« null » n'est permis que dans les extensions.",
    "parameter": "Un paramètre de l'adresse manque, est inconnu, est donné deux fois ou a une mauvaise valeur ; les "
    "majuscules comptent.",
    "range": "Un nombre sort des limites permises.",
    "required": "Il manque une propriété obligatoire.",
    "signature": "La signature de la trace n'est pas valable.",
    "size": "La requête est trop longue.",
    "type": "La valeur n'est pas du bon type : texte, nombre, oui/non, liste ou objet.",
    "version": "La requête doit dire sa version dans l'en-tête X-Experience-API-Version : 1.0.3 ou 2.0.0.",
    "voiding": "Seule une clé qui a tous les droits peut annuler une trace, et une annulation ne s'annule pas.",
}
STATUSES = {
    400: "La requête n'est pas conforme à la spécification xAPI.",
    403: "La clé n'a pas le droit demandé. Ajoutez-le à la clé si c'est voulu, puis rejouez la requête.",
    409: "Une trace de même identifiant est déjà là avec un autre contenu, ou le document a changé entre-temps.",
    413: "La requête est trop longue.",
    415: "Le type du contenu n'est pas accepté.",
}


def explanation(status: int, error: dict[str, Any]) -> str:
    """What `status`, and the `error` of the answer, mean."""
    return RULES.get(str(error.get("rule"))) or STATUSES.get(status, "La requête a été refusée.")


def place(error: dict[str, Any]) -> str:
    """Where in the body the fault is, empty when the answer does not say."""
    where = str(error.get("pointer") or "")
    number = f"trace n° {error['index'] + 1}" if "index" in error else ""
    return f"{number}, {where}" if number and where else number or where
