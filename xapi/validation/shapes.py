"""What every rule is made of: where we are in the statement, which shape is wanted, and what is said when it is not."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Path = tuple[str | int, ...]
Check = Callable[[Any, Path], None]


class Invalid(ValueError):  # noqa: N818 - the word of the specification
    """A value breaks a rule: `at` is its place in the statement, `section` that of the rule in xAPI 1.0.3, part two."""

    def __init__(self, message: str, *, at: Path, rule: str, section: str) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.rule = rule
        self.section = section

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901), empty for the whole statement."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.at)


def refuse(message: str, at: Path, *, rule: str, section: str) -> None:
    raise Invalid(message, at=at, rule=rule, section=section)


def check_object(value: Any, at: Path, section: str) -> None:
    if not isinstance(value, dict):
        refuse(f"an object was expected, not {kind_of(value)}", at, rule="type", section=section)


def check_shape(
    value: Any, at: Path, properties: Mapping[str, Check], *, section: str, required: Collection[str] = ()
) -> None:
    """`value` must be an object of `properties` only, each passing its check, with all the `required`."""
    check_object(value, at, section)
    for key, child in value.items():
        check = properties.get(key)
        if check is None:
            refuse(
                f"property {key!r} is not allowed here{_hint(key, properties)}", (*at, key), rule="key", section="2.2"
            )
        elif child is None:
            refuse("null is only allowed inside extensions", (*at, key), rule="null", section="2.2")
        else:
            check(child, (*at, key))
    for key in required:
        if key not in value:
            refuse(f"property {key!r} is missing", at, rule="required", section=section)


def _hint(key: str, properties: Mapping[str, Check]) -> str:
    close = next((known for known in properties if known.lower() == key.lower()), None)
    return f": did you mean {close!r}?" if close else ""


def array_of(check: Check, section: str, *, empty: bool = True) -> Check:
    """The check of an array whose every item passes `check`."""

    def check_array(value: Any, at: Path) -> None:
        if not isinstance(value, list):
            refuse(f"an array was expected, not {kind_of(value)}", at, rule="type", section=section)
        if not value and not empty:
            refuse("the array must not be empty", at, rule="empty", section=section)
        for index, item in enumerate(value):
            check(item, (*at, index))

    return check_array


def one_of(values: Collection[str], section: str) -> Check:
    """The check of a string that must be exactly one of `values`."""

    def check_enum(value: Any, at: Path) -> None:
        if not isinstance(value, str) or value not in values:
            refuse(f"one of {', '.join(sorted(values))} was expected", at, rule="enum", section=section)

    return check_enum


def check_string(value: Any, at: Path) -> None:
    if not isinstance(value, str):
        refuse(f"a string was expected, not {kind_of(value)}", at, rule="type", section="2.2")


def check_boolean(value: Any, at: Path) -> None:
    if not isinstance(value, bool):
        refuse(f"a boolean was expected, not {kind_of(value)}", at, rule="type", section="2.2")


def check_number(value: Any, at: Path) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(f"a number was expected, not {kind_of(value)}", at, rule="type", section="2.2")


def kind_of(value: Any) -> str:
    """The JSON type of `value`, in words."""
    if value is None:
        return "null"
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names[type(value)]
