"""The special data types of part two, section 4, and the other strings that have a format."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from xapi.enums import Version
from xapi.validation.shapes import Invalid, Path, check_object, check_string, kind_of, refuse

# Scheme, then anything but blanks, controls, lone surrogates and what RFC 3987 leaves out.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`\ud800-\udfff\s]+")
# Any version and variant: 1.0.3 recommends variant 2 only (4.4), and so does 2.0.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_MBOX = re.compile(
    r"mailto:[^\s@<>\x00-\x20\ud800-\udfff]+@[^\s@<>.\x00-\x20\ud800-\udfff]+(\.[^\s@<>.\x00-\x20\ud800-\udfff]+)*"
)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_SHA2 = re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE)
# What may stand in a header, since it is given back in one.
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+( *;[\t\x20-\x7e]*)?", re.ASCII)
# The extended formats of ISO 8601: calendar, week and ordinal dates, seconds and minutes at will. RFC 3339, which the
# specification recommends, takes a blank for the T (5.6).
_TIMESTAMP = re.compile(
    r"(\d{4}-(?:\d\d-\d\d|W\d\d-\d|\d{3}))[Tt ](\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?)([Zz]|[+-]\d\d(?::?[0-5]\d)?)?",
    re.ASCII,
)
_ORDINAL_DATE = 8  # characters
_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60.*")
_MINUS_ZERO = re.compile(r"-00(:?00)?")
_NUMBER = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?:{_NUMBER}W"
    rf"|(?=\d|T\d)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)
_FRACTION_BEFORE_THE_END = re.compile(r"[.,]\d+[A-Z].*\d")
# RFC 5646, section 2.1.
_LANGUAGE = re.compile(
    r"""(?:
    (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})      # language
    (?:-[a-z]{4})?                                            # script
    (?:-(?:[a-z]{2}|\d{3}))?                                  # region
    (?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*                     # variants
    (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*                      # extensions
    (?:-x(?:-[a-z0-9]{1,8})+)?                                # private use
    |x(?:-[a-z0-9]{1,8})+
    |en-gb-oed|sgn-be-fr|sgn-be-nl|sgn-ch-de                  # irregular
    |i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    )""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


class FormatCheck(Protocol):
    """The check of a string that has a format; `at` is where it stands, when nobody above will say."""

    def __call__(self, value: Any, at: Path = ()) -> None: ...


def _format(pattern: re.Pattern[str], what: str, section: str) -> FormatCheck:
    matches = pattern.fullmatch

    def check_format(value: Any, at: Path = ()) -> None:
        if not isinstance(value, str):
            refuse(f"a string was expected, not {kind_of(value)}", at, rule="type", section="2.2")
        if not matches(value):
            refuse(f"{what} was expected, not {value[:80]!r}", at, rule="format", section=section)

    return check_format


check_iri = _format(_IRI, "an IRI with its scheme", "4.3")
check_uuid = _format(_UUID, "a UUID", "4.4")
check_mbox = _format(_MBOX, "a mailto IRI", "2.4.2.3")
check_sha1 = _format(_SHA1, "the hexadecimal SHA-1 of a mailto IRI", "2.4.2.3")
check_sha2 = _format(_SHA2, "a hexadecimal SHA-2", "2.4.11")
check_media_type = _format(_MEDIA_TYPE, "a media type", "2.4.11")
check_language = _format(_LANGUAGE, "a language tag (RFC 5646)", "4.2")
_check_duration = _format(_DURATION, "an ISO 8601 duration", "4.6")


def check_language_map(value: Any) -> None:
    check_object(value, "4.2")
    tag = ""
    try:
        for tag, text in value.items():
            check_language(tag)
            check_string(text)
    except Invalid as reason:
        raise reason.under(tag) from None


def check_extensions(value: Any) -> None:
    check_object(value, "4.1")
    for key in value:
        check_iri(key, (key,))


def check_duration(value: Any) -> None:
    _check_duration(value)
    if _FRACTION_BEFORE_THE_END.search(value):
        refuse("only the last number of a duration may have a fraction", rule="format", section="4.6")


def check_timestamp(value: Any, at: Path = (), version: Version = Version.V1) -> None:
    """An offset of minus zero is refused by 1.0.3, as ISO 8601 does; 2.0 converts it to UTC, as RFC 3339 has it."""
    if not isinstance(value, str):
        refuse(f"a string was expected, not {kind_of(value)}", at, rule="type", section="2.2")
    found = _TIMESTAMP.fullmatch(value)
    zone = found[3] if found else None
    minus_zero = version == Version.V1 and zone is not None and _MINUS_ZERO.fullmatch(zone)
    if minus_zero or moment(value) is None:
        refuse(f"an ISO 8601 timestamp was expected, not {value[:80]!r}", at, rule="format", section="4.5")


def moment(value: str) -> datetime | None:
    """The time that the timestamp `value` tells, in UTC and to the microsecond; None when it is not a timestamp.

    Without a zone it is UTC. A leap second is the end of the second before.
    """
    match = _TIMESTAMP.fullmatch(value)
    if match is None:
        return None
    day, time, zone = match.groups()
    try:
        if len(day) == _ORDINAL_DATE:
            day = _calendar_date(day)
        if ":60" in time:
            time = _LEAP_SECOND.sub(r"\1:59.999999", time)
        return datetime.fromisoformat(f"{day}T{time}{(zone or 'Z').upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _calendar_date(ordinal: str) -> str:
    found = date(int(ordinal[:4]), 1, 1) + timedelta(days=int(ordinal[5:]) - 1)
    if f"{found:%Y}" != ordinal[:4]:
        raise ValueError(f"no such day: {ordinal}")
    return found.isoformat()


def in_utc(value: str) -> str:
    """The valid timestamp `value` in UTC: as it is when it says so, else to the microsecond."""
    if value.endswith("Z"):
        return value
    found = moment(value)
    if found is None:
        raise ValueError(f"not a timestamp: {value!r}")
    return found.isoformat().replace("+00:00", "Z")
