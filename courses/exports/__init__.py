"""The files that carry learning records elsewhere. One module per file, found by name: each binds `KIND`.

The rules that Mentor applies to them are written in `docs/mentor.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cms.core.registry import kinds
from courses.exports._scope import Line, Scope, lines


class ExportProblemError(Exception):
    """This file cannot be made for what was chosen; the message says what to change, in French."""


@dataclass(frozen=True)
class Refused:
    """Somebody who is left out of a file, and why."""

    name: str
    email: str
    reason: str


@dataclass(frozen=True)
class Built:
    """A file ready to leave. `chunks` is read once; `count` is its number of lines, `changed` what was corrected."""

    filename: str
    content_type: str
    count: int
    chunks: Iterable[bytes]
    refused: Sequence[Refused] = ()
    changed: Sequence[str] = field(default=())


class ExportFile(Protocol):
    """A kind of file. `build` takes all the passed enrolments of the scope. Raises `ExportProblemError`."""

    name: str
    label: str
    content: str

    def build(self, scope: Scope, lines: Sequence[Line]) -> Built: ...


def files() -> dict[str, ExportFile]:
    """The known files by name."""
    return kinds("courses.exports")


__all__ = ["Built", "ExportFile", "ExportProblemError", "Line", "Refused", "Scope", "files", "lines"]
