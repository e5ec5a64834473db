"""Figures for Prometheus, and the mails that say that a delivery is late."""

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms.accounts.enums import Role
from cms.mail.models import QueuedMail
from tests.factories.accounts import UserFactory
from tests.factories.xapi import sent, statement, target
from tests.xapi.conftest import XapiClient, client_for
from tests.xapi.test_outbox import enrolled, tell
from xapi.models import Target
from xapi.services.store import store_statements
from xapi.tasks import tell_lag

pytestmark = pytest.mark.django_db
URL = "/xapi/extensions/metrics"


def scraped(client: XapiClient) -> dict[tuple, float]:
    response = client.client.get(URL, headers={"Authorization": client.credentials})
    assert response.status_code == 200, response.content
    families = text_string_to_metric_families(response.content.decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_the_figures(lrs):
    store_statements(batch=sent(statement(), statement()))
    tell(enrolled(UserFactory()))
    target("http://127.0.0.1:9/", name="Réseau")
    lrs.post("[")
    XapiClient("personne", "faux").get()
    found = scraped(lrs)
    assert found["xapi_statements",] == 2
    assert found["xapi_outbox_ready",] == 1
    assert found["xapi_target_waiting", "Réseau"] == 2
    assert found["xapi_target_lag_seconds", "Réseau"] > 0
    assert found["xapi_target_suspended", "Réseau"] == 0
    assert found["xapi_refused_requests_kept", "400"] == 1
    assert (found["xapi_refused_requests_total", "400"], found["xapi_refused_requests_total", "401"]) == (1, 1)
    assert found["xapi_keys_active",] == 1


def test_an_empty_site_has_figures_too(lrs):
    assert scraped(lrs)["xapi_statements",] == 0


def test_nobody_without_a_key_that_reads_everything_gets_them(client):
    assert client.get(URL).status_code == 401
    assert client.post(URL).status_code == 405
    one = client_for("écriture", scopes=["statements/write", "statements/read"])
    assert client.get(URL, headers={"Authorization": one.credentials}).status_code == 403
    assert client.get(URL, headers={"Authorization": "Bearer x"}).status_code == 401


# -- A late delivery is told -------------------------------------------------------------------------------------------


@pytest.fixture
def late(settings):
    """A target that is late, an administrator, and somebody whom it does not concern."""
    settings.XAPI_LAG_ALERT = timedelta(seconds=-1)
    UserFactory(role=Role.ADMINISTRATOR, email="admin@caf.example")
    UserFactory(role=Role.EDITOR)
    store_statements(batch=sent(statement()))
    return target("http://127.0.0.1:9/", name="Réseau")


def test_administrators_get_one_mail_a_day_for_a_late_target(late):
    assert (tell_lag(), tell_lag()) == (1, 0)
    mail = QueuedMail.objects.get()
    assert (mail.to, mail.subject) == ("admin@caf.example", "Traces xAPI : « Réseau » a du retard")
    assert f"/admin/xapi_targets/inspect/{late.pk}/" in mail.text
    Target.objects.update(alerted_at=timezone.now() - timedelta(days=1, minutes=1))
    assert tell_lag() == 1


def test_a_target_that_is_in_time_or_switched_off_is_not_told(late, settings):
    Target.objects.update(is_active=False)
    assert tell_lag() == 0
    settings.XAPI_LAG_ALERT = timedelta(hours=1)
    Target.objects.update(is_active=True)
    assert tell_lag() == 0


def test_a_suspended_target_is_told_at_once(late, settings):
    settings.XAPI_LAG_ALERT = timedelta(hours=1)
    Target.objects.update(suspended_at=timezone.now(), last_error="401 – non")
    assert tell_lag() == 1
    mail = QueuedMail.objects.get()
    assert "est suspendue" in mail.subject
    assert "401 – non" in mail.text
