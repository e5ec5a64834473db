"""Part two, 2.4.7, 2.4.8 and 4.5, and IEEE 9274.1.1, 4.2.4.2 and 4.2.7: timestamps and `stored`."""

from datetime import UTC, datetime

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import VALID, Place, answers, sub

PLACES: dict[str, Place] = {
    "timestamp": lambda time: {"timestamp": time},
    "stored": lambda time: {"stored": time},
    "SubStatement's timestamp": lambda time: {"object": sub(timestamp=time)},
}
POINTERS = {"timestamp": "/timestamp", "stored": "/stored", "SubStatement's timestamp": "/object/timestamp"}
TIMES = {
    "2026-02-28T12:00:00Z": "2026-02-28T12:00:00Z",
    "2026-02-28T12:00:00.123456789Z": "2026-02-28T12:00:00.123456789Z",
    "2026-02-28T12:00:00.123+01:00": "2026-02-28T11:00:00.123000Z",
    "2026-02-28T12:00:00,5-0330": "2026-02-28T15:30:00.500000Z",
    "2026-02-28T12:00:00+02": "2026-02-28T10:00:00Z",
    "2026-02-28T12:00:00+00:00": "2026-02-28T12:00:00Z",
    "2026-02-28T12:00:00": "2026-02-28T12:00:00Z",
    "2026-02-28T12:00Z": "2026-02-28T12:00Z",
    "2026-02-28T12+01:00": "2026-02-28T11:00:00Z",
    "2026-02-28 12:00:00+00:00": "2026-02-28T12:00:00Z",
    "2026-02-28t12:00:00z": "2026-02-28T12:00:00Z",
    "2026-W09-6T12:00:00+01:00": "2026-02-28T11:00:00Z",
    "2026-059T12:00:00+01:00": "2026-02-28T11:00:00Z",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:60Z",
    "2016-12-31T23:59:60+00:00": "2016-12-31T23:59:59.999999Z",
    "2999-01-01T00:00:00Z": "2999-01-01T00:00:00Z",
}


@pytest.mark.parametrize("time", TIMES)
def test_times_of_iso_8601_are_taken_and_answered_in_utc(lrs, time):
    """A time to come too, and one without a zone, which is read as UTC."""
    assert answers(lrs, PLACES, time) == dict.fromkeys(PLACES, VALID)
    sent = statement(timestamp=time, object=sub(timestamp=time))
    lrs.post(sent)
    read = lrs.get(statementId=sent["id"]).json()
    assert (read["timestamp"], read["object"]["timestamp"]) == (TIMES[time], TIMES[time])


@pytest.mark.parametrize("time", [
    "", "should fail", "01/011/2015", "2026-02-28", "2026-02-30T12:00:00Z", "2026-02-28T25:00:00Z", "12:00:00Z",
    "2026-02-28T12:00:00+24:00", "2026-02-28T12:00:00+01:60", "9999-12-31T23:59:59-01:00", "2026-02-28x12:00:00Z",
    "0000-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "２026-02-28T12:00:00Z", "2026-02-28T12:00:00Z\n", "2026-W54-1T00Z",
    "2026-366T00:00Z", "2026-02-28T12:60:00Z", "2026-02-28T12:00:61Z", "2026-02-28T12:00:00.Z", "2026-02-28T12:00:00 Z",
    "2026-02-28T12:00:00UTC", "Sat, 28 Feb 2026 12:00:00 GMT", "1772280000",
])  # fmt: skip
def test_other_times_are_refused(lrs, time):
    assert answers(lrs, PLACES, time) == {name: (400, pointer, "format") for name, pointer in POINTERS.items()}


@pytest.mark.parametrize("zone", ["-00", "-0000", "-00:00"])
def test_minus_zero_is_no_zone_of_iso_8601_but_one_of_rfc_3339(lrs, version, zone):
    time = f"2008-09-15T15:53:00.601{zone}"
    refused = {name: (400, pointer, "format") for name, pointer in POINTERS.items()}
    assert answers(lrs, PLACES, time) == (refused if version == "1.0.3" else dict.fromkeys(PLACES, VALID))
    if version == "2.0.0":
        sent = statement(timestamp=time)
        lrs.post(sent)
        assert lrs.get(statementId=sent["id"]).json()["timestamp"] == "2008-09-15T15:53:00.601000Z"


@pytest.mark.parametrize("wrong", [1772280000, {}, ["2026-02-28T12:00:00Z"], True])
def test_a_time_is_a_text(lrs, wrong):
    assert answers(lrs, PLACES, wrong) == {name: (400, pointer, "type") for name, pointer in POINTERS.items()}


def test_the_store_sets_stored_and_a_missing_timestamp_to_it(lrs):
    before = datetime.now(UTC)
    sent = statement(stored="2020-01-01T00:00:00Z")
    lrs.post(sent)
    read = lrs.get(statementId=sent["id"]).json()
    assert before <= datetime.fromisoformat(read["stored"]) <= datetime.now(UTC)
    assert read["timestamp"] == read["stored"]


def test_a_substatement_is_given_no_time(lrs):
    sent = statement(object=sub())
    lrs.post(sent)
    assert lrs.get(statementId=sent["id"]).json()["object"] == sub()
