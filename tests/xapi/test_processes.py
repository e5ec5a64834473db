"""Workers killed in mid-batch, and a second store in another process: in the end everything is there exactly once."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
import requests

from tests.stack.processes import ROOT, Stack, wait_for

COUNT = 150


class Site(Stack):
    """A site of its own: database, address, secret key."""

    def child(self, *commands: list) -> list[dict]:
        """Run `commands` in another process; what it reports after each."""
        command = [sys.executable, "-m", "tests.xapi.children", json.dumps(commands)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def killed(self, *commands: list) -> None:
        """Run `commands` in another process until the last one holds still at its worst moment, then `kill -9`."""
        held = self.data_dir / "held"
        command = [sys.executable, "-m", "tests.xapi.children", json.dumps(commands)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(held.exists, seconds=120, what=f"{commands[-1][0]} in mid-batch")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        held.unlink()

    def copy_to(self, other: "Site") -> None:
        """Give `other` the same database, faster than migrating it."""
        if not self.database:
            shutil.copy(self.data_dir / "db.sqlite3", other.data_dir / "db.sqlite3")
            return
        with self._server() as connection:
            connection.execute(f'DROP DATABASE "{other.database}"')
            connection.execute(f'CREATE DATABASE "{other.database}" TEMPLATE "{self.database}"')


@pytest.fixture
def sites(tmp_path):
    """Two sites, migrated; the second one's store takes what the first one sends."""
    here, there = Site(tmp_path / "here", name="here"), Site(tmp_path / "there", name="there")
    try:
        for site in (here, there):
            site.data_dir.mkdir()
        here.manage("migrate", "--verbosity", "0")
        here.copy_to(there)
        yield here, there
    finally:
        here.close()
        there.close()


def read(site: Site, username: str, secret: str) -> list[str]:
    """The ids of all the statements of a store, by its pages."""
    ids: list[str] = []
    address = "/xapi/statements?limit=100&ascending=true"
    while address:
        headers = {"X-Experience-API-Version": "1.0.3"}
        response = requests.get(site.url + address, auth=(username, secret), headers=headers, timeout=30).json()
        ids += [statement["id"] for statement in response["statements"]]
        address = response["more"]
    return ids


def test_killed_in_mid_batch_and_a_target_that_comes_and_goes(sites):
    here, there = sites

    here.killed(["seed", COUNT], ["flush_held"])
    after_the_kill, flushed = here.child(["report"], ["flush"])[-2:]
    assert (after_the_kill["waiting"], after_the_kill["ids"]) == (COUNT, [])
    assert (flushed["waiting"], flushed["failed"], len(flushed["ids"])) == (0, 0, COUNT)

    username, secret = there.manage("xapi_key", "campus").split()[-2:]
    [_, nobody_there] = here.child(["target", f"{there.url}/xapi/", username, secret], ["deliver"])
    assert "ConnectionRefusedError" in nobody_there["error"]
    there.start("web")
    here.killed(["deliver_held"])  # the other store has the batch, this one does not know it
    there.kill("web")
    [down_again] = here.child(["deliver"])
    assert down_again["delivered"] == 0
    there.start("web")
    [back] = here.child(["deliver"])
    assert (back["error"], back["delivered"]) == ("", COUNT)
    assert sorted(read(there, username, secret)) == flushed["ids"]
