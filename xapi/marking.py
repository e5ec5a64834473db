"""JSON shown to a person, with one place of it marked."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

_INDENT = 2


def plain(value: Any) -> SafeString:
    """`value` as indented JSON."""
    return format_html("{}", _dumped(value))


def marked(text: str, *, index: int | None = None, pointer: str = "") -> SafeString:
    """The JSON `text` indented, with what `pointer` shows of its item `index` (or of all) in a `mark`.

    A text that is not JSON, or a place that is not there, is shown without any mark.
    """
    try:
        return _marked(text, index, pointer)
    except (ValueError, RecursionError):
        return format_html("{}", text)


def _marked(text: str, index: int | None, pointer: str) -> SafeString:
    value = json.loads(text)
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if isinstance(value, list) and index is not None:
        steps.insert(0, str(index))
    found = _at(value, steps)
    if found is None:
        return plain(value)
    holder, key = found
    inner, holder[key] = holder[key], _absent_from(text)
    before, _, after = _dumped(value).partition(json.dumps(holder[key]))
    margin = "\n" + " " * _INDENT * len(steps)
    return format_html("{}<mark>{}</mark>{}", before, _dumped(inner).replace("\n", margin), after)


def _at(value: Any, steps: list[str]) -> tuple[Any, Any] | None:
    """What holds the place that `steps` lead to, and its key there; None when there is no such place."""
    holder: Any = None
    key: Any = None
    for step in steps:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            holder, key = value, int(step)
        elif isinstance(value, dict) and step in value:
            holder, key = value, step
        else:
            return None
        value = holder[key]
    return None if holder is None else (holder, key)


def _absent_from(text: str) -> str:
    sign = "#"
    while sign in text:
        sign += "#"
    return sign


def _dumped(value: Any) -> str:
    text = json.dumps(value, indent=_INDENT, ensure_ascii=False)
    return text.encode(errors="replace").decode()  # half a surrogate pair cannot be shown
