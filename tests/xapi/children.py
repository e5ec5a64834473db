"""What the process tests run in processes of their own: `python -m tests.xapi.children '[["seed", 10], ["flush"]]'`.

After each command a report is printed, one JSON line. A « held » command stops at the worst moment, says so with a
file, and waits to be killed.
"""

import json
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - after the set-up
from django.utils import timezone  # noqa: E402

from cms.accounts.models import User  # noqa: E402
from cms.core.announcements import announce, announcing  # noqa: E402
from courses.signals import Enrolled  # noqa: E402
from xapi.models import OutboxRow, Statement, Target  # noqa: E402
from xapi.services import delivery, outbox  # noqa: E402
from xapi.services.sending import Sender  # noqa: E402


def seed(count: int) -> None:
    user = User.objects.create_user(email="agent@caf.example")
    for _ in range(count):
        with announcing():
            announce(
                Enrolled(
                    key=f"{uuid.uuid4()}:enrolled",
                    at=timezone.now(),
                    user_id=user.pk,
                    registration=str(uuid.uuid4()),
                    module_key=str(uuid.uuid4()),
                    course_key=str(uuid.uuid4()),
                    session=str(uuid.uuid4()),
                    session_title="Session",
                    opens_at="2026-01-01T00:00:00+00:00",
                )
            )


def _hold() -> None:
    (Path(settings.DATA_DIR) / "held").touch()
    time.sleep(120)


def flush(*, held: bool = False) -> None:
    if held:
        store = outbox.store_statements

        def store_then_hold(**arguments: object) -> None:
            store(**arguments)  # type: ignore[arg-type]
            _hold()

        outbox.store_statements = store_then_hold  # type: ignore[assignment]
    outbox.flush()


def flush_held() -> None:
    flush(held=True)


def deliver_held() -> None:
    deliver(held=True)


def target(endpoint: str, username: str, secret: str) -> None:
    built = Target(name="LRS", endpoint=endpoint, username=username, consumer="lrs")
    delivery.set_secret(target=built, secret=secret)
    built.save()


def deliver(*, held: bool = False) -> None:
    if held:
        send = Sender.send

        def send_then_hold(self: Sender, items: list) -> dict[int, str]:
            refused = send(self, items)
            _hold()
            return refused

        Sender.send = send_then_hold  # type: ignore[method-assign]
    # A killed worker's lease runs out by itself; the test does not wait for it.
    Target.objects.update(leased_until=timezone.now(), next_try_at=timezone.now())
    delivery.deliver(target_id=Target.objects.get().pk)


def report() -> None:
    target_ = Target.objects.first()
    found = {
        "waiting": OutboxRow.objects.filter(error="").count(),
        "failed": OutboxRow.objects.exclude(error="").count(),
        "ids": sorted(map(str, Statement.objects.values_list("statement_id", flat=True))),
        "error": target_.last_error if target_ else "",
        "delivered": target_.delivered if target_ else 0,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    for name, *arguments in json.loads(sys.argv[1]):
        globals()[name](*arguments)
        report()
