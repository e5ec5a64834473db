"""How fast the store writes and reads, over HTTP, on a site that this command starts for itself:

    .venv/bin/python -m benchmarks.statements [--statements 200000]

The site: gunicorn with 2 workers of 4 threads, as in the Procfile. DATABASE_URL chooses the PostgreSQL server, where a
database of its own is made and dropped; without it, SQLite in a temporary folder. The store is filled through the
service (`benchmarks.samples`). Prints the machine, its load before and after, the database, and for each kind of
request the median and 95th percentile as the client saw them (one connection kept open, client on the same machine)
and the CPU time that the site and the database's processes took for each, which the load of others changes least.
On PostgreSQL the filled tables are vacuumed before the reads, as the server does by itself; at the end the same rows
are given to the database by COPY and by multi-row INSERT (`benchmarks.raw`).
"""

import argparse
import base64
import http.client
import json
import os
import platform
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from benchmarks.raw import raw_speed
from benchmarks.samples import BASE, agent, statement
from tests.stack.processes import BIN, COMMANDS, ROOT, Stack

COMMANDS["web"] = [{"1": "2"}.get(part, part) for part in COMMANDS["web"]]  # as many workers as the Procfile
WRITES = ((50, 1, 20), (50, 8, 15), (1, 1, 60), (1, 8, 30))  # statements, writers, rounds of each
READS = 40
DEPTHS = (1, 1000)
TICK = os.sysconf("SC_CLK_TCK")


def filters(authority: str, first: str, middle: str) -> dict[str, dict[str, str]]:
    """The queries by name. `authority` is that of all; the times are the first one's and one half-way."""

    def by(name: str) -> dict[str, str]:
        return {"agent": json.dumps(agent(name))}

    def on(name: str) -> dict[str, str]:
        return {"activity": f"{BASE}question/{name}"}

    def verb(name: str) -> dict[str, str]:
        return {"verb": f"{BASE}verbs/{name}"}

    related_agents = {"related_agents": "true"}
    related_activities = {"related_activities": "true"}
    course = {"activity": f"{BASE}course", **related_activities}
    return {
        "latest": {},
        "ascending": {"ascending": "true"},
        "since": {"since": middle},
        "since, ascending": {"since": middle, "ascending": "true"},
        "until": {"until": middle},
        "since and until": {"since": first, "until": middle},
        "agent": by("a7"),
        "agent, common": by("left"),
        "agent, rare": by("rare"),
        "agent, unknown": by("nobody"),
        "related agent, tutor": {**by("tutor"), **related_agents},
        "related agent, authority": {"agent": authority, **related_agents},
        "activity": on("5"),
        "related activity, course": course,
        "verb, common": verb("1"),
        "verb, rare": verb("rare"),
        "registration": {"registration": str(uuid.UUID(int=77))},
        "agent + verb": {**by("a7"), **verb("1")},
        "common agent + verb": {**by("left"), **verb("1")},
        "authority + rare verb": {"agent": authority, **related_agents, **verb("rare")},
        "agent + activity": {**by("left"), **on("left")},
        "authority + course": {"agent": authority, **related_agents, **course},
        "common, never together": {**by("left"), **on("right")},
    }


class Bench:
    """A client of the site, and what its requests cost."""

    def __init__(self, site: Stack, key: str, secret: str) -> None:
        self.site = site
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode(),
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }
        self.times: list[float] = []
        self.failed = 0

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.site.port)

    def request(self, connection: http.client.HTTPConnection, method: str, path: str, body: str = "") -> bytes:
        begun = time.perf_counter()
        connection.request(method, path, body or None, self.headers)
        response = connection.getresponse()
        answer = response.read()
        self.times.append(time.perf_counter() - begun)
        self.failed += response.status != 200
        return answer

    def find(self, **parameters: str) -> dict:
        return json.loads(self.request(self.connect(), "GET", address(parameters)))

    @contextmanager
    def measured(self, name: str, statements: int = 0) -> Iterator[None]:
        """Print what the requests made meanwhile cost; `statements` is how many they wrote."""
        self.times, self.failed = [], 0
        web, database, begun = *self.cpu(), time.perf_counter()
        yield
        seconds = time.perf_counter() - begun
        web, database = (now - before for now, before in zip(self.cpu(), (web, database), strict=True))
        ordered, count = sorted(self.times), len(self.times)
        middle, high = statistics.median(ordered) * 1000, ordered[int(count * 0.95)] * 1000
        line = (
            f"{name:28}{middle:8.1f}{high:8.1f}{web / count * 1000:9.1f}{database / count * 1000:9.1f}{self.failed:8}"
        )
        print(f"{line}{statements / seconds:9.0f}/s" if statements else line, flush=True)

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor taken so far by the web processes, and by those of the database that serve them."""
        web = self.site.processes["web"].pid
        pids = [web, *children_of(web)]
        return sum(map(cpu_of, pids)), sum(map(cpu_of, self.backends()))

    def backends(self) -> list[int]:
        if not self.site.database:
            return []
        with psycopg.connect(self.site.environment["DATABASE_URL"], autocommit=True) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return [pid for (pid,) in connection.execute(query)]

    def write(self, bodies: list[str]) -> None:
        connection = self.connect()
        for body in bodies:
            self.request(connection, "POST", "/xapi/statements", body)

    def writes(self, size: int, writers: int, rounds: int) -> None:
        """The bodies are made beforehand: only the store is measured."""
        bodies = [[json.dumps([statement() for _ in range(size)]) for _ in range(rounds)] for _ in range(writers)]
        threads = [threading.Thread(target=self.write, args=(each,)) for each in bodies]
        with self.measured(f"POST {size}, {writers} at once", size * rounds * writers):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def reads(self, name: str, path: str) -> None:
        connection = self.connect()
        self.request(connection, "GET", path)
        with self.measured(f"GET {name}"):
            for _ in range(READS):
                self.request(connection, "GET", path)

    def pages(self) -> None:
        """Pages of `more` at depths, each asked again and again."""
        connection = self.connect()
        path = address({"limit": "25"})
        for depth in range(1, max(DEPTHS) + 1):
            path = json.loads(self.request(connection, "GET", path))["more"]
            if not path:
                return
            if depth in DEPTHS:
                self.reads(f"more, depth {depth}", path)


def address(parameters: dict[str, str]) -> str:
    return f"/xapi/statements?{urlencode({'limit': '25', **parameters})}"


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """User and system seconds of a process; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def fill(site: Stack, count: int) -> tuple[str, str]:
    """Migrate, make a key, store `count` statements; the key and its secret."""
    site.manage("migrate", "--verbosity", "0")
    key, secret = site.manage("xapi_key", "bench").split()[-2:]
    begun = time.perf_counter()
    command = [str(BIN / "python"), "-m", "benchmarks.samples", str(count), "bench"]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True)  # noqa: S603
    seconds = time.perf_counter() - begun
    print(f"filled with {count} statements in {seconds:.0f} s ({count / seconds:.0f}/s, one process, by 1000)\n")
    if site.database:  # what autovacuum does within a minute of any quiet
        with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    return key, secret


def run(site: Stack, key: str, secret: str) -> None:
    bench = Bench(site, key, secret)
    site.start("web")
    first = bench.find(limit="1", ascending="true")["statements"][0]
    half = bench.find(limit="1", until=middle_of(first["stored"]))["statements"][0]["stored"]
    print(f"{'':28}{'p50 ms':>8}{'p95 ms':>8}{'site CPU':>9}{'DB CPU':>9}{'failed':>8}")
    for name, wanted in filters(json.dumps(first["authority"]), first["stored"], half).items():
        bench.reads(name, address(wanted))
    bench.reads("by id", f"/xapi/statements?statementId={first['id']}")
    bench.pages()
    for size, writers, rounds in WRITES:
        bench.writes(size, writers, rounds)
    if site.database:
        raw_speed(site.environment["DATABASE_URL"])


def middle_of(stored: str) -> str:
    """Half-way between `stored` and now, as a timestamp."""
    first = datetime.fromisoformat(stored)
    return (first + (datetime.now(UTC) - first) / 2).isoformat().replace("+00:00", "Z")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=200_000)
    options = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        site = Stack(Path(folder), name="bench", settings_module="cms.settings.dev")
        print("PostgreSQL" if site.database else "SQLite")
        try:
            run(site, *fill(site, options.statements))
        finally:
            site.close()
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
