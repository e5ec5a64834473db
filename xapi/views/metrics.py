"""Figures for Prometheus, in its text format.

Everything is read from what the processes share when it is asked for, so it does not matter which of them answers.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from xapi import figures
from xapi.access import authenticate, require
from xapi.calls import sent_by
from xapi.enums import Scope
from xapi.models import ApiKey
from xapi.problems import Problem
from xapi.services import refused


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For a key that may read everything; an address under `extensions/`, as part three, 2 wants ours. Needs no
    version: Prometheus sends no header of xAPI."""
    try:
        require(authenticate(sent_by(request)), Scope.ALL_READ)
    except Problem as error:
        return error.response()
    registry = CollectorRegistry()
    registry.register(_Store())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Store(Collector):
    def describe(self) -> list[Metric]:
        """Nothing: without it Prometheus' library would collect once more, to learn the names."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield _gauge("xapi_statements", "Statements stored, estimated when there are many.", _stored())
        yield from _waiting()
        yield from _targets()
        yield from _refused()
        yield _gauge("xapi_keys_active", "Keys that are let in.", ApiKey.objects.filter(is_active=True).count())


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _stored() -> int:
    return figures.statements_stored().number


def _waiting() -> Iterator[Metric]:
    found = figures.waiting()
    age = (timezone.now() - found.oldest).total_seconds() if found.oldest else 0
    yield _gauge("xapi_outbox_ready", "Announcements that wait to become statements.", found.ready)
    yield _gauge("xapi_outbox_failed", "Announcements that could not become statements.", found.failed)
    yield _gauge("xapi_outbox_oldest_seconds", "Age of the oldest announcement that waits.", age)


def _targets() -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        "xapi_target_waiting", "Statements to deliver, counted up to a limit.", labels=["target"]
    )
    oldest = GaugeMetricFamily("xapi_target_lag_seconds", "Age of the oldest of them.", labels=["target"])
    not_taken = GaugeMetricFamily("xapi_target_refused", "Statements that the target refused.", labels=["target"])
    suspended = GaugeMetricFamily("xapi_target_suspended", "1 when only a person can resume it.", labels=["target"])
    for target, where in figures.targets():
        label = [target.name]
        age = (timezone.now() - where.oldest).total_seconds() if where.oldest else 0
        waiting.add_metric(label, where.pending)
        oldest.add_metric(label, age)
        not_taken.add_metric(label, where.refused)
        suspended.add_metric(label, target.suspended_at is not None)
    yield from (waiting, oldest, not_taken, suspended)


def _refused() -> Iterator[Metric]:
    kept = GaugeMetricFamily("xapi_refused_requests_kept", "Refused requests that are kept.", labels=["status"])
    for status, number in figures.refused_by_status().items():
        kept.add_metric([str(status)], number)
    counted = CounterMetricFamily("xapi_refused_requests", "Requests refused, by the answer.", labels=["status"])
    for status, number in refused.counts().items():
        counted.add_metric([str(status)], number)
    yield from (kept, counted)
