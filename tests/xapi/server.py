"""A Learning Record Store that misbehaves on command, in a thread of this process."""

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.xapi.mixed import taken_apart


class BadStore(ThreadingHTTPServer):
    """Keeps statements by id, answers 409 to another content. `faults` are played one a POST, then it behaves.

    A fault is a status (with headers), or one of: reset, silence, garbage, login-page, half, half-after-storing.
    `poison` ids are refused with 400. `bodies` and their content types are kept, and the data `attached` to them.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statements: dict[str, dict] = {}
        self.faults: list[Any] = []
        self.poison: set[str] = set()
        self.posts: list[list[str]] = []
        self.writes: dict[str, int] = {}
        self.about: dict = {"version": ["1.0.3"]}
        self.bodies: list[tuple[bytes, str]] = []
        self.attached: dict[str, bytes] = {}
        self.versions: set[str] = set()  # that the requests said

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/xapi/"

    def store(self, batch: list[dict]) -> int:
        """The status for `batch`, stored whole or not at all."""
        if any(one["id"] in self.poison for one in batch):
            return 400
        if any(self.statements.get(one["id"], one) != one for one in batch):
            return 409
        for one in batch:
            if one["id"] not in self.statements:
                self.writes[one["id"]] = self.writes.get(one["id"], 0) + 1
            self.statements[one["id"]] = one
        return 200

    def handle_error(self, request, client_address) -> None:
        """A client that hung up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BadStore

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.server.versions.add(self.headers["X-Experience-API-Version"])
        if path.endswith("/about"):
            self.answer(200, json.dumps(self.server.about).encode())
            return
        wanted = query.removeprefix("statementId=")
        found = self.server.statements.get(wanted)
        self.answer(200 if found else 404, json.dumps(found or {}).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.versions.add(self.headers["X-Experience-API-Version"])
        self.server.bodies.append((body, self.headers["Content-Type"]))
        batch = self.opened(body)
        self.server.posts.append([one["id"] for one in batch])
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, int):
            self.answer(fault, b"out of order")
        elif isinstance(fault, tuple):
            self.answer(fault[0], b"later", fault[1])
        elif fault:
            self.misbehave(fault, batch)
        else:
            self.take(batch)

    def opened(self, body: bytes) -> list[dict]:
        if self.headers["Content-Type"].startswith("application/json"):
            return json.loads(body)
        batch, parts = taken_apart(body, self.headers["Content-Type"])
        self.server.attached |= {headers["X-Experience-API-Hash"]: content for headers, content in parts}
        return batch

    def take(self, batch: list[dict], cut: int | None = None) -> None:
        status = self.server.store(batch)
        body = json.dumps([one["id"] for one in batch] if status == 200 else {"error": f"refused {status}"}).encode()
        self.answer(status, body, cut=cut)

    def misbehave(self, fault: str, batch: list[dict]) -> None:
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif fault == "silence":
            time.sleep(1.5)
            self.close_connection = True
        elif fault == "garbage":
            self.wfile.write(b"\x00\xff not http\r\n\r\n")
            self.close_connection = True
        elif fault == "login-page":
            self.answer(200, b"<html>Identifiez-vous</html>")
        elif fault == "half":
            self.answer(200, b"[" + b" " * 500, cut=20)
        elif fault == "half-after-storing":
            self.take(batch, cut=10)

    def answer(self, status: int, body: bytes, headers: dict | None = None, cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Nothing on the console."""


@contextlib.contextmanager
def bad_store() -> Iterator[BadStore]:
    server = BadStore()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
