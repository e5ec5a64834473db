"""Agents and groups: part two, section 2.4.2."""

from typing import Any

from xapi.validation.shapes import Check, Invalid, Path, array_of, check_object, check_string, one_of, refuse, shape
from xapi.validation.values import check_iri, check_mbox, check_sha1

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def _check_name(value: Any) -> None:
    check_string(value)
    try:
        value.encode()
    except UnicodeEncodeError:
        refuse("not a Unicode text: it holds half a surrogate pair", rule="format", section="2.4.2")


_COMMON: dict[str, Check] = {
    "name": _check_name,
    "mbox": check_mbox,
    "mbox_sha1sum": check_sha1,
    "openid": check_iri,
    "account": shape({"homePage": check_iri, "name": _check_name}, section="2.4.2.4", required=["homePage", "name"]),
}
_check_agent = shape({**_COMMON, "objectType": one_of({"Agent"}, "2.4.2.1")}, section="2.4.2.1")


def check_agent(value: Any) -> None:
    _check_agent(value)
    _check_identifiers(value, wanted=True)


_check_group = shape(
    {**_COMMON, "objectType": one_of({"Group"}, "2.4.2.2"), "member": array_of(check_agent, "2.4.2.2")},
    section="2.4.2.2",
    required=["objectType"],
)


def check_group(value: Any) -> None:
    """A group has an identifier, or members: a list of nobody tells apart no group."""
    _check_group(value)
    _check_identifiers(value, wanted=not value.get("member"))


def check_actor(value: Any) -> None:
    """An agent, or a group when it says so."""
    check_object(value, "2.4.2")
    if value.get("objectType") == "Group":
        check_group(value)
    else:
        check_agent(value)


def check_identified(value: Any, at: Path = ()) -> None:
    """An agent or a group that has an identifier: what a filter may ask for. `at` is where it stands."""
    try:
        check_actor(value)
        _check_identifiers(value, wanted=True)
    except Invalid as reason:
        reason.at = (*at, *reason.at)
        raise


def check_authority(value: Any) -> None:
    """An agent, or the two agents of OAuth: an application, known by its account, and a user (2.4.9)."""
    check_actor(value)
    if value.get("objectType") != "Group":
        return
    members = value.get("member", [])
    if any(name in value for name in IDENTIFIERS) or len(members) != 2 or not any("account" in one for one in members):
        refuse("a group as authority is anonymous and has two members", rule="authority", section="2.4.9")


def _check_identifiers(value: dict[str, Any], *, wanted: bool) -> None:
    found = [name for name in IDENTIFIERS if name in value]
    if len(found) > 1:
        refuse(f"only one identifier is allowed, not {' and '.join(found)}", rule="identifier", section="2.4.2.3")
    if wanted and not found:
        refuse(f"one of {', '.join(IDENTIFIERS)} is missing", rule="identifier", section="2.4.2.3")
