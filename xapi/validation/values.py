"""The special data types of part two, section 4, and the other strings that have a format."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from xapi.validation.shapes import Path, check_object, check_string, refuse

# Scheme, then anything but blanks, controls, lone surrogates and what RFC 3987 leaves out.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`\ud800-\udfff\s]+")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_MBOX = re.compile(
    r"mailto:[^\s@<>\x00-\x20\ud800-\udfff]+@[^\s@<>.\x00-\x20\ud800-\udfff]+(\.[^\s@<>.\x00-\x20\ud800-\udfff]+)*"
)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_SHA2 = re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+( *;.*)?", re.ASCII)
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?([Zz]|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
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


def _check_format(value: Any, at: Path, pattern: re.Pattern[str], what: str, section: str) -> None:
    check_string(value, at)
    if not pattern.fullmatch(value):
        refuse(f"{what} was expected, not {value[:80]!r}", at, rule="format", section=section)


def check_iri(value: Any, at: Path) -> None:
    _check_format(value, at, _IRI, "an IRI with its scheme", "4.3")


def check_uuid(value: Any, at: Path) -> None:
    _check_format(value, at, _UUID, "a UUID", "4.4")


def check_mbox(value: Any, at: Path) -> None:
    _check_format(value, at, _MBOX, "a mailto IRI", "2.4.2.3")


def check_sha1(value: Any, at: Path) -> None:
    _check_format(value, at, _SHA1, "the hexadecimal SHA-1 of a mailto IRI", "2.4.2.3")


def check_sha2(value: Any, at: Path) -> None:
    _check_format(value, at, _SHA2, "a hexadecimal SHA-2", "2.4.11")


def check_media_type(value: Any, at: Path) -> None:
    _check_format(value, at, _MEDIA_TYPE, "a media type", "2.4.11")


def check_language(value: Any, at: Path) -> None:
    _check_format(value, at, _LANGUAGE, "a language tag (RFC 5646)", "4.2")


def check_language_map(value: Any, at: Path) -> None:
    check_object(value, at, "4.2")
    for tag, text in value.items():
        check_language(tag, (*at, tag))
        check_string(text, (*at, tag))


def check_extensions(value: Any, at: Path) -> None:
    check_object(value, at, "4.1")
    for key in value:
        check_iri(key, (*at, key))


def check_duration(value: Any, at: Path) -> None:
    _check_format(value, at, _DURATION, "an ISO 8601 duration", "4.6")
    if _FRACTION_BEFORE_THE_END.search(value):
        refuse("only the last number of a duration may have a fraction", at, rule="format", section="4.6")


def check_timestamp(value: Any, at: Path) -> None:
    check_string(value, at)
    if moment(value) is None:
        refuse(f"an ISO 8601 timestamp was expected, not {value[:80]!r}", at, rule="format", section="4.5")


def moment(value: str) -> datetime | None:
    """The time that the timestamp `value` tells, in UTC and to the microsecond; None when it is not a timestamp.

    Without a zone it is UTC. An offset of minus zero is refused, as ISO 8601 does.
    """
    match = _TIMESTAMP.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        leap = second == "60"
        local = datetime(  # noqa: DTZ001 - the zone is applied below
            int(year), int(month), int(day), int(hour), int(minute), 59 if leap else int(second or 0)
        )
        micros = 999_999 if leap else int(f"{fraction or '0':0<6}"[:6])
        return (local.replace(microsecond=micros, tzinfo=_zone(zone or "Z"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(zone: str) -> timezone:
    if zone in "Zz":
        return UTC
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if (zone[0] == "-" and not offset) or int(digits[2:] or 0) > 59:
        raise ValueError("no such offset")
    return timezone(-offset if zone[0] == "-" else offset)
