"""A narrated slide show, complete without sound: each slide has its drawing and its words, which are the transcript."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from wagtail import blocks

from courses.screens._base import ScreenKind

DRAWINGS = "campus/drawings"


class Video(ScreenKind):
    name = "video"
    label = "Vidéo en diapositives"
    icon = "media"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        slide = blocks.StructBlock(
            [
                ("drawing", blocks.ChoiceBlock(choices=drawings, label="dessin", required=False)),
                ("alt", blocks.CharBlock(label="ce que montre le dessin", required=False, max_length=300)),
                ("text", blocks.TextBlock(label="texte dit et affiché")),
            ]
        )
        return [("slides", blocks.ListBlock(slide, label="diapositives", min_num=1))]

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"slides": [{key: slide[key] or "" for key in ("drawing", "alt", "text")} for slide in value["slides"]]}


def drawings() -> list[tuple[str, str]]:
    """The drawings that the theme ships, by their static path."""
    folders = {Path(path) for path in finders.find(DRAWINGS, find_all=True)}
    names = sorted({file.name for folder in folders for file in folder.glob("*.svg")})
    return [(f"{DRAWINGS}/{name}", name.removesuffix(".svg")) for name in names]


KIND = Video()
