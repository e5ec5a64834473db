"""What keeps a module from becoming a version, told to its author in French."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from courses.models import ModulePage


def problems(page: ModulePage) -> list[str]:
    """Why the module cannot be published; empty when it can."""
    raw = list(page.screens.raw_data)
    found = [] if raw else ["Le module n'a aucun écran."]
    found += _bad_ids(raw)
    for screen in page.screens:
        where = f"Écran « {screen.value['title']} » : "
        if screen.block_type == "situation":
            found += [where + problem for problem in _bad_graph(screen.value)]
        if screen.block_type == "quiz":
            found += [where + problem for problem in _bad_quiz(screen.value)]
    return found


def _bad_ids(raw: Any) -> Iterator[str]:
    ids = list(_ids(raw))
    if None in ids or "" in ids:
        yield "Un bloc n'a pas d'identifiant : ouvrez le module dans l'éditeur et enregistrez-le."
    for item, count in Counter(ids).items():
        if item and count > 1:
            yield f"L'identifiant {item} sert {count} fois : supprimez un des blocs et recréez-le."


def _ids(raw: Any) -> Iterator[str | None]:
    """The id of every block and list item in the stored JSON of a StreamField."""
    if isinstance(raw, dict):
        if "type" in raw and "value" in raw:
            yield raw.get("id")
        for value in raw.values():
            yield from _ids(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from _ids(item)


def _bad_graph(value: Any) -> Iterator[str]:
    codes = [place["code"] for place in [*value["nodes"], *value["endings"]]]
    yield from (f"le repère « {code} » sert {count} fois." for code, count in Counter(codes).items() if count > 1)
    for node in value["nodes"]:
        for choice in node["choices"]:
            if choice["to"] not in codes:
                yield f"un choix de l'étape « {node['code']} » mène à « {choice['to']} », qui n'existe pas."


def _bad_quiz(value: Any) -> Iterator[str]:
    for item in value["items"]:
        choices = item.value.get("choices")
        if choices is not None and not any(choice["right"] for choice in choices):
            yield f"aucune réponse juste à la question « {item.value['prompt']} »."
