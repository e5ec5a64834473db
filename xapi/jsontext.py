"""JSON as the specification wants it: nothing that Python lets through, and the text kept as it was sent.

A statement is answered with its numbers and escapes untouched, so its members are kept as text beside their values.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

MAX_DEPTH = 64
_SPACE = re.compile(r"[ \t\n\r]*")
_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_NEXT = re.compile(r"[ \t\n\r]*([,}])[ \t\n\r]*")
_EXACT = 2**53  # beyond, two whole numbers may have one float


class BadJsonError(ValueError):
    """The text is not JSON, or not JSON that two readers would understand alike."""


@dataclass(frozen=True)
class Received:
    """One object as received: its values, and each member's own text."""

    data: dict[str, Any]
    raw: dict[str, str]


def _constant(name: str) -> None:
    raise BadJsonError(f"{name} is not JSON")


def _float(digits: str) -> float:
    """1.0 is 1, as it is for whoever compares or counts: JSON has but one kind of number."""
    number = float(digits)
    if math.isinf(number):
        raise BadJsonError(f"number out of range: {digits[:40]}")
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise BadJsonError(f"duplicated key: {next(key for key in keys if keys.count(key) > 1)[:80]!r}")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float)


def decode(body: bytes) -> str:
    """The text of a request body. Raises `BadJsonError` unless it is UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadJsonError(f"not UTF-8, at byte {error.start}") from None


def loads(text: str) -> Any:
    """The value of the JSON `text`. Raises `BadJsonError`."""
    value, end = _value(text, _skip(text, 0))
    _expect_end(text, end)
    return value


def received(text: str) -> tuple[list[Received], bool]:
    """The objects of `text`, which is one object or an array of them, and whether it is an array.

    Raises `BadJsonError`.
    """
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        found, end = _object(text, at)
        _expect_end(text, end)
        return [found], False
    objects: list[Received] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]" or objects:
        found, at = _object(text, at)
        objects.append(found)
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            break
        at = _expect(text, at, ",")
    _expect_end(text, at + 1)
    return objects, True


def members(text: str) -> Received:
    """The object whose text is `text`, known to be one: what a member of another holds."""
    return _object(text, 0)[0]


def readable(text: str) -> Any:
    """The value of `text`, known to be JSON, for a page to show: half a surrogate pair, which JSON may spell and UTF-8
    cannot hold, becomes a question mark."""
    return json.loads(json.dumps(json.loads(text), ensure_ascii=False).encode(errors="replace"))


def joined(members: dict[str, str]) -> str:
    """The text of an object from the text of each of its members."""
    return "{" + ",".join(f"{json.dumps(name)}:{raw}" for name, raw in members.items()) + "}"


def _object(text: str, at: int) -> tuple[Received, int]:
    at = _expect(text, at, "{")
    pairs: list[tuple[str, Any]] = []
    raw: dict[str, str] = {}
    sign = text[at : at + 1]
    while sign != "}":
        if text[at : at + 1] != '"':
            raise BadJsonError(f"a property name was expected at character {at}")
        key, end = _value(text, at)
        colon = _COLON.match(text, end) or _missing(":", end)
        value, end = _value(text, colon.end())
        pairs.append((key, value))
        raw[key] = text[colon.end() : end]
        following = _NEXT.match(text, end) or _missing("} or ,", end)
        sign, at = following[1], following.end()
    return Received(_pairs(pairs), raw), at if pairs else at + 1


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise BadJsonError(f"{error.msg} at character {error.pos}") from None
    except RecursionError:
        raise BadJsonError(f"nested more than {MAX_DEPTH} levels deep") from None
    except BadJsonError:
        raise
    except ValueError:  # an integer of thousands of digits
        raise BadJsonError("number too long") from None
    openings = text.count("[", at, end) + text.count("{", at, end)
    if openings > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        raise BadJsonError(f"nested more than {MAX_DEPTH} levels deep")
    return value, end


def _missing(sign: str, at: int) -> NoReturn:
    raise BadJsonError(f"{sign!r} was expected at character {at}")


def _deeper_than(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels == 0 or any(_deeper_than(child, levels - 1) for child in value.values())
    if isinstance(value, list):
        return levels == 0 or any(_deeper_than(child, levels - 1) for child in value)
    return False


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        _missing(sign, at)
    return _skip(text, at + 1)


def _expect_end(text: str, at: int) -> None:
    if _skip(text, at) != len(text):
        raise BadJsonError(f"unexpected text after the JSON, at character {at}")
