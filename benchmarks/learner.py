"""What a learner's requests cost: `.venv/bin/python -m benchmarks.learner [learners]`.

Plays module 1 for that many learners (40 by default) on a database of its own, which it removes; DATABASE_URL chooses
PostgreSQL. Prints the machine, the data, and for each kind of request the median and 95th percentile of the server's
time (whole Django stack, in this process, no network) and the number of queries.
"""

import os
import platform
import statistics
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

django.setup()

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext, get_runner, setup_test_environment

from courses.models import Response
from tests.courses.pages import Learner, Page
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1

GET, ANSWER, DECIDE, MOVE = "GET screen", "POST answer", "POST decide", "POST move"


class Costs:
    """Seconds and queries of each kind of request."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.queries: dict[str, list[int]] = defaultdict(list)

    def measure(self, kind: str, request: Callable[[], HttpResponse]) -> HttpResponse:
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = request()
            self.seconds[kind].append(time.perf_counter() - began)
        assert response.status_code in (200, 303), (kind, response.status_code)
        self.queries[kind].append(len(queries))
        return response

    def lines(self) -> Iterator[str]:
        yield f"{'request':<14}{'number':>8}{'median ms':>12}{'p95 ms':>10}{'queries':>9}{'most':>6}"
        for kind, seconds in self.seconds.items():
            p95 = statistics.quantiles(seconds, n=20)[-1]
            queries = self.queries[kind]
            times = f"{statistics.median(seconds) * 1000:>12.1f}{p95 * 1000:>10.1f}"
            yield f"{kind:<14}{len(seconds):>8}{times}{statistics.median(queries):>9.0f}{max(queries):>6}"


def play(learner: Learner, costs: Costs) -> None:
    """One learner's way through the module."""

    def post(kind: str, action: str, data: dict) -> None:
        costs.measure(kind, lambda: learner.client.post(f"{learner.url}{action}/", data))

    for rank, screen in enumerate(learner.walk.public["screens"], 1):
        url = f"{learner.url}ecran/{rank}/"
        page = Page(costs.measure(GET, lambda url=url: learner.client.get(url)))
        if screen["kind"] == "situation":
            for _ in range(3):
                post(DECIDE, "decider", learner.decision(page, "adapted"))
                page = learner.screen("situation")
        elif screen["kind"] == "quiz":
            for question in screen["questions"]:
                post(ANSWER, "repondre", learner.filled(page, question))
                page = learner.screen("quiz")
        elif screen["questions"]:
            data = page.form("repondre")
            for question in screen["questions"]:
                data |= learner.values(question)
            post(ANSWER, "repondre", data)
            page = learner.screen(screen["kind"])
        post(MOVE, "aller", page.form("aller"))


@contextmanager
def own_database() -> Iterator[None]:
    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(old)


def machine() -> str:
    cores = len(os.sched_getaffinity(0))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{platform.machine()}, {cores} cores, load {load}; Python {platform.python_version()}, {connection.vendor}"


def main(learners: int) -> None:
    with own_database():
        module = load_module_1()
        play(Learner(UserFactory(), module), Costs())  # templates compiled, version read
        costs = Costs()
        for _ in range(learners):
            play(Learner(UserFactory(email=f"{uuid.uuid4()}@exemple.test"), module), costs)
        print(f"Machine: {machine()}")
        print(f"Data: module 1 played by {learners} learners, {Response.objects.count()} responses in the end")
        print("\n".join(costs.lines()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
