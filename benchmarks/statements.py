# ruff: noqa: S311 - nothing here is a secret
"""How fast the statements resource writes and reads, over HTTP, against a running site.

    python benchmarks/statements.py http://localhost:8000 KEY SECRET      (see `manage.py xapi_key`)

Statements are like ours (about 1.4 kB, five context activities shared by all): writers meet on the same rows.
"""

import argparse
import base64
import http.client
import json
import os
import random
import statistics
import threading
import time
import uuid
from urllib.parse import quote, urlsplit

AGENT = '{"account": {"homePage": "https://bench.example", "name": "a7"}}'
READS = {
    "latest": "",
    "agent": f"&agent={quote(AGENT)}",
    "verb": "&verb=https://bench.example/verbs/1",
    "agent and verb": f"&agent={quote(AGENT)}&verb=https://bench.example/verbs/1",
    "related activity": "&activity=https://bench.example/course&related_activities=true",
    "since, ascending": "&since=2020-01-01T00:00:00Z&ascending=true",
}


def statement() -> dict:
    activity = "https://bench.example/"
    return {
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": "https://bench.example", "name": f"a{random.randrange(2000)}"}},
        "verb": {"id": f"{activity}verbs/{random.randrange(8)}", "display": {"fr": "a fait"}},
        "object": {
            "id": f"{activity}question/{random.randrange(300)}",
            "definition": {"type": f"{activity}type", "name": {"fr": "Question"}},
        },
        "result": {"success": True, "duration": "PT12S"},
        "context": {
            "registration": str(uuid.uuid4()),
            "contextActivities": {
                "parent": [{"id": f"{activity}module/{random.randrange(5)}"}],
                "grouping": [{"id": f"{activity}course"}, {"id": f"{activity}session"}],
                "category": [{"id": f"{activity}profile"}],
            },
            "extensions": {f"{activity}padding": "x" * 500},
        },
    }


class Bench:
    def __init__(self, url: str, key: str, secret: str) -> None:
        self.host = urlsplit(url).netloc
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode(),
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }
        self.times: list[float] = []
        self.failed = 0

    def request(self, connection: http.client.HTTPConnection, method: str, query: str = "", body: str = "") -> None:
        begun = time.perf_counter()
        connection.request(method, f"/xapi/statements{query}", body or None, self.headers)
        response = connection.getresponse()
        response.read()
        self.times.append(time.perf_counter() - begun)
        self.failed += response.status != 200

    def write(self, size: int, rounds: int) -> None:
        connection = http.client.HTTPConnection(self.host)
        for _ in range(rounds):
            self.request(connection, "POST", body=json.dumps([statement() for _ in range(size)]))

    def writes(self, size: int, rounds: int, writers: int) -> None:
        self.times.clear()
        threads = [threading.Thread(target=self.write, args=(size, rounds)) for _ in range(writers)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = size * rounds * writers / (time.perf_counter() - begun)
        self.tell(f"POST {size}, {writers} at once", f"{rate:6.0f} statements/s")

    def reads(self, name: str, query: str, rounds: int = 40) -> None:
        self.times.clear()
        connection = http.client.HTTPConnection(self.host)
        for _ in range(rounds):
            self.request(connection, "GET", f"?limit=25{query}")
        self.tell(f"GET {name}", "")

    def tell(self, name: str, more: str) -> None:
        middle, high = statistics.median(self.times), sorted(self.times)[int(len(self.times) * 0.95)]
        print(f"{name:26} p50 {middle * 1000:7.1f} ms  p95 {high * 1000:7.1f} ms  {more}  failed {self.failed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("key")
    parser.add_argument("secret")
    options = parser.parse_args()
    bench = Bench(options.url, options.key, options.secret)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for size, rounds, writers in ((50, 20, 1), (50, 10, 8), (1, 50, 1), (1, 20, 8)):
        bench.writes(size, rounds, writers)
    for name, query in READS.items():
        bench.reads(name, query)


if __name__ == "__main__":
    main()
