"""What is acknowledged is there, nothing twice, nothing by half, whatever process is killed."""

import threading
import uuid
from contextlib import closing, suppress

import pytest
import requests

from cms.accounts.services.samples import SAMPLE_PASSWORD
from tests.stack.processes import Stack, wait_for
from tests.stack.visitor import Visitor

pytestmark = pytest.mark.stack

XAPI = {"X-Experience-API-Version": "1.0.3"}
EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with closing(Stack(tmp_path_factory.mktemp("stack"))) as site:
        site.load()
        site.start("web", "worker", "scheduler")
        yield site


@pytest.fixture(scope="module")
def credentials(stack):
    key, secret = stack.manage("xapi_key", "essai").strip().splitlines()[-1].split()
    return key, secret


def statements(stack, credentials, **filters) -> list[dict]:
    response = requests.get(f"{stack.url}/xapi/statements", params=filters, auth=credentials, headers=XAPI, timeout=20)
    assert response.status_code == 200, response.text
    return response.json()["statements"]


def _position_form(agent: Visitor) -> tuple[str, dict]:
    """The form of the first screen, every statement of the scale answered."""
    address, data = agent.filled("/repondre/")
    for question in data["question"]:
        data[f"q-{question}"] = "3"
    return address, data


def test_killed_between_an_answer_and_its_reply(stack, credentials):
    agent = Visitor(stack.url)
    agent.sign_in("agent@exemple.test", SAMPLE_PASSWORD)
    agent.open("/formation/m1-promesse-et-bienveillance/")
    agent.submit("/commencer/")
    address, data = _position_form(agent)

    (stack.data_dir / "hold").touch()
    threading.Thread(target=_lost, args=(agent, address, data)).start()
    wait_for((stack.data_dir / "held").exists, what="the answer held back")
    stack.kill("web")
    (stack.data_dir / "hold").unlink()
    stack.start("web")

    agent.read(agent.post(address, data))
    count = "from courses.models import Response; print('rows', Response.objects.count())"
    assert "rows 5" in stack.manage("shell", "-v", "0", "-c", count)
    wait_for(lambda: len(statements(stack, credentials, verb=ANSWERED)) >= 5, what="the statements")
    agent.submit("/aller/")
    wait_for(lambda: statements(stack, credentials, verb=EXPERIENCED), what="what came after")
    assert len(statements(stack, credentials, verb=ANSWERED)) == 5


def _lost(agent: Visitor, address: str, data: dict) -> None:
    with suppress(requests.ConnectionError):
        agent.session.post(address, data=data, headers={"Referer": agent.address}, timeout=90)


def test_the_worker_killed_again_and_again_loses_and_doubles_nothing(stack, credentials):
    sent = []
    for _ in range(3):
        stack.kill("worker")
        agent = Visitor(stack.url)
        agent.sign_in("agent2@exemple.test", SAMPLE_PASSWORD)
        agent.open("/formation/m1-promesse-et-bienveillance/")
        agent.submit("/commencer/")
        agent.submit("/quitter/")
        sent.append(uuid.uuid4())
        stack.start("worker")
    terminated = "http://adlnet.gov/expapi/verbs/terminated"
    wait_for(lambda: len(statements(stack, credentials, verb=terminated)) >= len(sent), what="each leaving told")
    ids = [statement["id"] for statement in statements(stack, credentials)]
    assert len(ids) == len(set(ids))
    assert len(statements(stack, credentials, verb=terminated)) == len(sent)
