"""What « Mon compte » hands over and erases of the courses."""

from pathlib import Path
from uuid import uuid4

import pytest

from cms.accounts import privacy
from cms.accounts.sections import account_sections
from courses.models import Attempt, Attestation, Enrolment, Response
from courses.services.attestations import render_attestation, revoke_attestation
from tests.factories.accounts import UserFactory
from tests.factories.courses import AttestationFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    """Somebody with an attestation, a failed enrolment, and an answer written freely."""
    attestation = AttestationFactory()
    user = attestation.user
    Response.objects.create(
        attempt=attestation.attempt, key=uuid4(), screen="s", question="q", kind="free_text", text="Mes mots à moi"
    )
    EnrolmentFactory(user=user)
    return user


def test_the_export_holds_all_of_ones_own_and_nothing_of_others(learner):
    AttestationFactory()
    mine = privacy.export(learner)["courses"]
    assert [record["statut"] for record in mine["records"]] == ["reussi", "inscrit"]
    assert [record["score"] for record in mine["records"]] == [86, None]
    assert [attempt["score"] for attempt in mine["attempts"]] == [0.86]
    assert [answer["text"] for answer in mine["answers"]] == ["Mes mots à moi"]
    assert [one["code"] for one in mine["attestations"]] == [Attestation.objects.get(user=learner).code]


def test_erasing_leaves_no_row_and_no_file(learner, django_capture_on_commit_callbacks):
    other = AttestationFactory()
    attestation = Attestation.objects.get(user=learner)
    revoke_attestation(attestation=attestation, reason="Un nom", by=UserFactory())
    path = Path(render_attestation(attestation=attestation).file.path)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(learner)
    assert not path.exists()
    assert list(Enrolment.objects.all()) == [other.enrolment]
    assert list(Attempt.objects.all()) == [other.attempt]
    assert Response.objects.count() == 0
    assert list(Attestation.objects.all()) == [other]


def test_mon_compte_leads_to_the_attestations():
    assert "/mes-attestations/" in [section.url for section in account_sections(UserFactory())]
