"""What every rule is made of: which shape is wanted, and what is said, and where, when it is not there."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

Path = tuple[str | int, ...]
# Raises `Invalid` for a value that breaks the rule, with its place from that value on: each level adds its own step
# while the exception goes up, so that a valid statement pays nothing for it.
Check = Callable[[Any], None]


class Invalid(ValueError):  # noqa: N818 - the word of the specification
    """A value breaks a rule: `at` is its place in the statement, `section` that of the rule in the specification.

    Rules of both versions name the section of xAPI 1.0.3, part two: see :mod:`xapi.validation.sections`.
    """

    def __init__(self, message: str, *, at: Path = (), rule: str, section: str) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.rule = rule
        self.section = section

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901), empty for the whole statement."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.at)

    def under(self, step: str | int) -> "Invalid":
        """The same refusal, seen from the value that holds the refused one at `step`."""
        self.at = (step, *self.at)
        return self


def refuse(message: str, at: Path = (), *, rule: str, section: str) -> NoReturn:
    raise Invalid(message, at=at, rule=rule, section=section)


def check_object(value: Any, section: str) -> None:
    if not isinstance(value, dict):
        refuse(f"an object was expected, not {kind_of(value)}", rule="type", section=section)


def shape(properties: Mapping[str, Check], *, section: str, required: Collection[str] = ()) -> Check:
    """The check of an object of `properties` only, each passing its check, with all the `required`."""

    def check_shape(value: Any) -> None:
        check_object(value, section)
        key, child = "", None
        try:
            for key, child in value.items():
                properties.get(key, _refuse_property)(child)
        except Invalid as reason:
            raise _in_property(reason, key, child, properties) from None
        for name in required:
            if name not in value:
                refuse(f"property {name!r} is missing", rule="required", section=section)

    return check_shape


def _refuse_property(value: Any) -> NoReturn:
    refuse("unknown property", rule="key", section="2.2")


def _in_property(reason: Invalid, key: str, child: Any, properties: Mapping[str, Check]) -> Invalid:
    if key not in properties:
        close = next((known for known in properties if known.lower() == key.lower()), None)
        hint = f": did you mean {close!r}?" if close else ""
        return Invalid(f"property {key[:80]!r} is not allowed here{hint}", at=(key,), rule="key", section="2.2")
    if child is None:
        return Invalid("null is only allowed inside extensions", at=(key,), rule="null", section="2.2")
    return reason.under(key)


def array_of(check: Check, section: str, *, empty: bool = True) -> Check:
    """The check of an array whose every item passes `check`."""

    def check_array(value: Any) -> None:
        if not isinstance(value, list):
            refuse(f"an array was expected, not {kind_of(value)}", rule="type", section=section)
        if not value and not empty:
            refuse("the array must not be empty", rule="empty", section=section)
        index = 0
        try:
            for item in value:
                check(item)
                index += 1
        except Invalid as reason:
            raise reason.under(index) from None

    return check_array


def one_of(values: Collection[str], section: str) -> Check:
    """The check of a string that must be exactly one of `values`."""

    def check_enum(value: Any) -> None:
        if not isinstance(value, str) or value not in values:
            refuse(f"one of {', '.join(sorted(values))} was expected", rule="enum", section=section)

    return check_enum


def check_string(value: Any) -> None:
    if not isinstance(value, str):
        refuse(f"a string was expected, not {kind_of(value)}", rule="type", section="2.2")


def check_boolean(value: Any) -> None:
    if not isinstance(value, bool):
        refuse(f"a boolean was expected, not {kind_of(value)}", rule="type", section="2.2")


def check_number(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(f"a number was expected, not {kind_of(value)}", rule="type", section="2.2")


_KINDS = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array", dict: "an object"}


def kind_of(value: Any) -> str:
    """The JSON type of `value`, in words."""
    return _KINDS.get(type(value), "null")
