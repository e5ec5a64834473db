"""The site's own processes, on a data folder and a database of their own: web, worker, scheduler."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import requests
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.executable).parent
COMMANDS = {
    "web": [
        "gunicorn",
        "cms.wsgi",
        "--bind",
        "127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "4",
        "--limit-request-line",
        "8190",
    ],
    "worker": ["celery", "-A", "cms", "worker", "--concurrency", "1", "--loglevel", "warning"],
    "scheduler": ["celery", "-A", "cms", "beat", "--loglevel", "warning"],
}


def wait_for(ready: Callable[[], object], *, seconds: float = 60, what: str = "the condition") -> float:
    """Wait until `ready()` is true; how long it took, in seconds."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if ready():
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true in {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """Start with `load()`, then `start(name)`, `kill(name)`; `close()` stops whatever runs and drops the database."""

    def __init__(self, data_dir: Path, *, name: str = "stack", settings_module: str = "tests.stack.settings") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings_module,
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "SITE_URL": self.url,
        }
        self.database = ""
        if os.environ.get("DATABASE_URL"):
            self.database = f"campus_{name}_{self.port}"
            with self._server() as connection:
                connection.execute(f'CREATE DATABASE "{self.database}"')
            base = os.environ["DATABASE_URL"].rpartition("/")[0]
            self.environment["DATABASE_URL"] = f"{base}/{self.database}"
        if os.environ.get("CELERY_BROKER_URL"):
            # Another queue of the same server: two stacks must not take each other's tasks.
            base = os.environ["CELERY_BROKER_URL"].rpartition("/")[0]
            self.environment["CELERY_BROKER_URL"] = f"{base}/{10 + self.port % 6}"

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres", autocommit=True)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def load(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        self.manage("load_samples")

    def start(self, *names: str) -> None:
        for name in names:
            command = [part.format(port=self.port) for part in COMMANDS[name]]
            command[0] = str(BIN / command[0])
            with (self.data_dir / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
        if "web" in names:
            wait_for(self._answers, what="the web process")

    def _answers(self) -> bool:
        with suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(self.url + "/sante/", timeout=5).status_code == 200
        return False

    def kill(self, name: str) -> None:
        """`kill -9` of the process and its children."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        if self.database:
            with self._server() as connection:
                connection.execute(f'DROP DATABASE "{self.database}" WITH (FORCE)')
