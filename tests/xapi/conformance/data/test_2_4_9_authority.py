"""Part two, 2.4.9 and 2.4.10, and IEEE 9274.1.1, 4.2.4.2 and 4.2.4.3: authority and version."""

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import ACCOUNT, AGENT, GROUP, VALID, answer


@pytest.mark.parametrize("authority", [AGENT, ACCOUNT, {"objectType": "Group", "member": [AGENT, ACCOUNT]}])
def test_an_authority_is_an_agent_or_the_two_of_oauth(lrs, authority):
    assert answer(lrs, {"authority": authority}) == VALID


@pytest.mark.parametrize(
    "authority",
    [
        GROUP,
        {"objectType": "Group", **AGENT},
        {"objectType": "Group", "member": [AGENT, AGENT]},
        {"objectType": "Group", "member": [AGENT, ACCOUNT, ACCOUNT]},
        {"objectType": "Group", **AGENT, "member": [AGENT, ACCOUNT]},
    ],
)
def test_another_group_is_no_authority(lrs, authority):
    assert answer(lrs, {"authority": authority}) == (400, "/authority", "authority")


def test_the_authority_is_whoever_sent_the_statement(lrs):
    sent = statement(authority=AGENT)
    lrs.post(sent)
    authority = lrs.get(statementId=sent["id"]).json()["authority"]
    assert authority["account"]["homePage"] == "http://localhost:8000/xapi/cles"


def kept(lrs, **changes):
    sent = statement(**changes)
    lrs.post(sent)
    return lrs.get(statementId=sent["id"]).json()["version"]


def test_a_version_is_kept_or_set(lrs, version):
    assert kept(lrs) == {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}[version]
    assert kept(lrs, version="1.0.2") == "1.0.2"


@pytest.mark.parametrize("said", ["1.0", "1.0.0", "1.0.3", "1.0.12", "1.0.0-beta"])
def test_versions_1_0_are_taken_by_both(lrs, said):
    assert answer(lrs, {"version": said}) == VALID


@pytest.mark.parametrize("said", ["0.9.5", "0.95", "1.1.0", "1.1", "2.1.0", "10.0.1"])
def test_a_statement_of_a_version_spoken_by_nobody_here_is_refused(lrs, said):
    assert answer(lrs, {"version": said}) == (400, "/version", "version")


@pytest.mark.parametrize("said", ["2.0.0", "2.0", "2.0.7"])
def test_a_statement_of_version_2_is_refused_by_1_0_3(lrs, version, said):
    assert answer(lrs, {"version": said}) == ((400, "/version", "version") if version == "1.0.3" else VALID)


@pytest.mark.parametrize("said", ["", "1", "should fail", "1.0.", "1.0.x", "v1.0.0", "1.0.0.0", "1.0.0 ", 1, ["1.0.0"]])
def test_what_is_no_semantic_version_is_refused(lrs, said):
    assert answer(lrs, {"version": said}) == (400, "/version", "version")
