"""Clients that others wrote, over real HTTP: tincan (Python) and @xapi/xapi (JavaScript)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tincan import Activity, Agent, RemoteLRS, Statement, StatementRef, Verb
from tincan.documents import ActivityProfileDocument, AgentProfileDocument, StateDocument
from tincan.http_request import HTTPRequest

from xapi.services.keys import create_key

AGENT = Agent(mbox="mailto:camille@caf.example", name="Camille")
ACTIVITY = Activity(id="https://cours.example/module-1")
NPM = Path(__file__).parent / "npm"


@pytest.fixture
def endpoint(transactional_db, live_server) -> str:
    return f"{live_server.url}/xapi/"


# -- tincan ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tincan(endpoint) -> RemoteLRS:
    key, secret = create_key(name="tincan")
    return RemoteLRS(endpoint=endpoint, version="1.0.3", username=key.key, password=secret)


def answered(response, status: int = 204) -> None:
    assert response.response.status == status, response.data


def etag(response) -> str:
    """tincan looks for the header where it is not."""
    return response.response.getheader("ETag")


def test_tincan_saves_reads_and_voids_a_statement(tincan):
    statement = Statement(actor=AGENT, verb=Verb(id="http://adlnet.gov/expapi/verbs/completed"), object=ACTIVITY)
    answered(tincan.save_statement(statement), 200)
    assert tincan.retrieve_statement(statement.id).content.object.id == ACTIVITY.id
    found = tincan.query_statements({"agent": AGENT, "activity": ACTIVITY, "limit": 1}).content
    assert [one.id for one in found.statements] == [statement.id]
    voiding = Statement(
        actor=AGENT, verb=Verb(id="http://adlnet.gov/expapi/verbs/voided"), object=StatementRef(id=statement.id)
    )
    answered(tincan.save_statement(voiding), 200)
    answered(tincan.retrieve_statement(statement.id), 404)
    assert tincan.retrieve_voided_statement(statement.id).content.id == statement.id


def test_tincan_keeps_states(tincan):
    state = StateDocument(id="signet", activity=ACTIVITY, agent=AGENT, content='{"page": 1}')
    answered(tincan.save_state(state))
    found = tincan.retrieve_state(ACTIVITY, AGENT, "signet")
    assert (bytes(found.content.content), tincan.retrieve_state_ids(ACTIVITY, AGENT).content) == (
        b'{"page": 1}',
        ["signet"],
    )
    state.etag = '"1111111111111111111111111111111111111111"'
    answered(tincan.save_state(state), 412)
    answered(tincan.delete_state(state), 412)
    state.etag = etag(found)
    answered(tincan.save_state(state))  # the same content: it sends each state twice
    answered(tincan.delete_state(state))
    answered(tincan.retrieve_state(ACTIVITY, AGENT, "signet"), 404)
    state.etag = None
    answered(tincan.save_state(state))
    answered(tincan.clear_state(ACTIVITY, AGENT))
    assert tincan.retrieve_state_ids(ACTIVITY, AGENT).content == []


def test_tincan_keeps_profiles(tincan):
    for kind in ("agent", "activity"):
        keep_a_profile(tincan, kind)


def keep_a_profile(tincan, kind):
    about = {"agent": AGENT, "activity": ACTIVITY}[kind]
    document = {"agent": AgentProfileDocument, "activity": ActivityProfileDocument}[kind]
    save = getattr(tincan, f"save_{kind}_profile")
    retrieve = getattr(tincan, f"retrieve_{kind}_profile")
    delete = getattr(tincan, f"delete_{kind}_profile")
    ids = getattr(tincan, f"retrieve_{kind}_profile_ids")

    profile = document(id="réglages", content="a,b", content_type="text/csv", **{kind: about})
    answered(save(profile), 400)  # it cannot say that a profile is new
    answered(created(tincan, profile, kind))
    found = retrieve(about, "réglages")
    assert (bytes(found.content.content), found.response.getheader("Content-Type")) == (b"a,b", "text/csv")
    answered(save(profile), 409)
    profile.etag, profile.content = etag(found), "c,d"
    answered(save(profile))
    answered(save(profile), 412)
    assert ids(about).content == ["réglages"]
    assert ids(about, since="2999-01-01T00:00:00Z").content == []
    answered(delete(profile), 412)
    profile.etag = etag(retrieve(about, "réglages"))
    answered(delete(profile))
    assert ids(about).content == []


def created(tincan, profile, kind):
    """PUT under the condition that `profile` is new, which tincan has no method for."""
    about = {"agent": {"agent": AGENT.to_json("1.0.3")}, "activity": {"activityId": ACTIVITY.id}}[kind]
    request = HTTPRequest(method="PUT", resource={"agent": "agents", "activity": "activities"}[kind] + "/profile")
    request.query_params = {"profileId": profile.id, **about}
    request.headers = {"If-None-Match": "*", "Content-Type": profile.content_type}
    request.content = profile.content
    return tincan._send_request(request)


# -- @xapi/xapi --------------------------------------------------------------------------------------------------------


def absent(reason: str) -> None:
    """A machine that may not have Node still runs the rest; on a CI its absence is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def npm_walk(tmp_path_factory) -> Path:
    """The script that walks through the store, beside the client that it uses."""
    if not (shutil.which("node") and shutil.which("npm")):
        absent("Node and npm are not installed")
    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json", "walk.mjs"):
        shutil.copy(NPM / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        absent(f"npm cannot install @xapi/xapi: {done.stderr[-500:]}")
    return folder / "walk.mjs"


@pytest.mark.npm
@pytest.mark.parametrize(("version", "adapter"), [("1.0.3", "axios"), ("2.0.0", "fetch")])
def test_the_javascript_client_keeps_all_it_has(npm_walk, endpoint, version, adapter):
    key, secret = create_key(name="npm", version=version)
    done = subprocess.run(
        ["node", npm_walk.name, endpoint, key.key, secret, version, adapter],
        cwd=npm_walk.parent,
        env={**os.environ, "NO_PROXY": "*", "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
