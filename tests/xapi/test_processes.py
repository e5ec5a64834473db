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

    def child(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "tests.xapi.children", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def report(self) -> dict:
        return json.loads(self.child("report"))

    def killed(self, what: str) -> None:
        """Run `what` until it holds still at its worst moment, then `kill -9`."""
        held = self.data_dir / "held"
        command = [sys.executable, "-m", "tests.xapi.children", what, "held"]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        try:
            wait_for(held.exists, seconds=60, what=f"{what} in mid-batch")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        held.unlink()


@pytest.fixture
def sites(tmp_path):
    """Two sites, migrated; the second one's store takes what the first one sends."""
    here, there = Site(tmp_path / "here", name="here"), Site(tmp_path / "there", name="there")
    try:
        for site in (here, there):
            site.data_dir.mkdir()
        here.manage("migrate", "--verbosity", "0")
        if here.database:
            there.manage("migrate", "--verbosity", "0")
        else:
            shutil.copy(here.data_dir / "db.sqlite3", there.data_dir / "db.sqlite3")
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
    here.child("seed", str(COUNT))

    here.killed("flush")
    report = here.report()
    assert (report["waiting"], report["ids"]) == (COUNT, [])
    here.child("flush")
    report = here.report()
    assert (report["waiting"], report["failed"], len(report["ids"])) == (0, 0, COUNT)

    username, secret = there.manage("xapi_key", "campus").split()[-2:]
    here.child("target", f"{there.url}/xapi/", username, secret)
    here.child("deliver")  # nobody answers yet
    assert "ConnectionRefusedError" in here.report()["error"]
    there.start("web")
    here.killed("deliver")  # the other store has the batch, we do not know it
    assert here.report()["delivered"] == 0
    there.kill("web")
    here.child("deliver")
    there.start("web")
    here.child("deliver")
    after = here.report()
    assert (after["error"], after["delivered"]) == ("", COUNT)
    assert sorted(read(there, username, secret)) == report["ids"]
