"""Agents and groups: part two, section 2.4.2."""

from typing import Any

from xapi.validation.shapes import Check, Path, array_of, check_object, check_shape, check_string, one_of, refuse
from xapi.validation.values import check_iri, check_mbox, check_sha1

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def _check_name(value: Any, at: Path) -> None:
    check_string(value, at)
    if any("\ud800" <= character <= "\udfff" for character in value):
        refuse("not a Unicode text: it holds half a surrogate pair", at, rule="format", section="2.4.2")


def _check_account(value: Any, at: Path) -> None:
    properties: dict[str, Check] = {"homePage": check_iri, "name": _check_name}
    check_shape(value, at, properties, section="2.4.2.4", required=properties)


_COMMON: dict[str, Check] = {
    "name": _check_name,
    "mbox": check_mbox,
    "mbox_sha1sum": check_sha1,
    "openid": check_iri,
    "account": _check_account,
}
_AGENT: dict[str, Check] = {**_COMMON, "objectType": one_of({"Agent"}, "2.4.2.1")}


def check_agent(value: Any, at: Path) -> None:
    check_shape(value, at, _AGENT, section="2.4.2.1")
    _check_identifiers(value, at, wanted=True)


_GROUP: dict[str, Check] = {
    **_COMMON,
    "objectType": one_of({"Group"}, "2.4.2.2"),
    "member": array_of(check_agent, "2.4.2.2"),
}


def check_group(value: Any, at: Path) -> None:
    check_shape(value, at, _GROUP, section="2.4.2.2", required=["objectType"])
    _check_identifiers(value, at, wanted="member" not in value)


def check_actor(value: Any, at: Path) -> None:
    """An agent, or a group when it says so."""
    check_object(value, at, "2.4.2")
    if value.get("objectType", "Agent") == "Group":
        check_group(value, at)
    else:
        check_agent(value, at)


def check_identified(value: Any, at: Path) -> None:
    """An agent or a group that has an identifier: what a filter may ask for."""
    check_actor(value, at)
    _check_identifiers(value, at, wanted=True)


def check_authority(value: Any, at: Path) -> None:
    """An agent, or the two agents of OAuth: an application, known by its account, and a user (2.4.9)."""
    check_actor(value, at)
    if value.get("objectType") != "Group":
        return
    members = value.get("member", [])
    if any(name in value for name in IDENTIFIERS) or len(members) != 2 or not any("account" in one for one in members):
        refuse("a group as authority is anonymous and has two members", at, rule="authority", section="2.4.9")


def _check_identifiers(value: dict[str, Any], at: Path, *, wanted: bool) -> None:
    found = [name for name in IDENTIFIERS if name in value]
    if len(found) > 1:
        refuse(f"only one identifier is allowed, not {' and '.join(found)}", at, rule="identifier", section="2.4.2.3")
    if wanted and not found:
        refuse(f"one of {', '.join(IDENTIFIERS)} is missing", at, rule="identifier", section="2.4.2.3")
