"""Part two, 2.4.11: the data of attachments, and how long the store keeps it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.xapi import sent, statement
from tests.xapi.mixed import attachment, post, read
from xapi.attachments import Files
from xapi.models import Attachment, AttachmentUse, Statement
from xapi.services.retention import forget_statements
from xapi.services.store import store_statements

DATA = b"here is a simple attachment"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"length": 3}, "/attachments/0/length"),
        ({"contentType": "text/csv"}, "/attachments/0/contentType"),
        ({"sha2": "0" * 64}, "/attachments/0"),
        ({"sha2": None}, "/attachments/0"),
    ],
    ids=str,
)
def test_what_describes_the_data_must_be_true_of_it(lrs, changes, pointer):
    response = post(lrs, statement(attachments=[attachment(**changes)]), DATA)
    assert (response.status_code, response.json()["index"]) == (400, 0)
    assert response.json()["pointer"] == pointer
    assert Statement.objects.count() == 0


def test_sha2_is_required_with_a_file_url_too(lrs):
    assert lrs.post(statement(attachments=[attachment(sha2=None, fileUrl="https://x.example/f")])).status_code == 400


def test_with_a_file_url_the_data_may_come_or_not(lrs):
    without, with_data = (statement(attachments=[attachment(fileUrl="https://x.example/f")]) for _ in range(2))
    lrs.post(without)
    assert read(lrs.get(attachments="true"))[1] == []
    assert post(lrs, with_data, DATA).status_code == 200
    assert [content for _, content in read(lrs.get(attachments="true"))[1]] == [DATA]
    # Whoever only knows a hash does not get the data that another sent.
    assert read(lrs.get(attachments="true", statementId=without["id"]))[1] == []


def test_data_that_another_statement_brought_does_not_count(lrs):
    post(lrs, statement(attachments=[attachment()]), DATA)
    assert post(lrs, statement(attachments=[attachment()])).status_code == 400


def test_a_statement_sent_again_changes_nothing(lrs):
    without = statement(attachments=[attachment(fileUrl="https://x.example/f")])
    lrs.post(without)
    assert post(lrs, without, DATA).status_code == 200
    assert (Attachment.objects.count(), AttachmentUse.objects.count()) == (0, 0)
    assert read(lrs.get(attachments="true"))[1] == []


def test_a_refused_batch_leaves_no_data(lrs):
    known = statement()
    lrs.post(known)
    other = {**known, "verb": {"id": "http://x.example/other"}}
    assert post(lrs, [statement(attachments=[attachment()]), other], DATA).status_code == 409
    assert Attachment.objects.count() == 0


def test_the_data_of_a_voided_statement_is_still_given_with_it(lrs):
    target = statement(attachments=[attachment()])
    voiding = statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
        object={"objectType": "StatementRef", "id": target["id"]},
    )
    post(lrs, target, DATA)
    lrs.post(voiding)
    assert read(lrs.get(attachments="true"))[1] == []
    [(_, content)] = read(lrs.get(attachments="true", voidedStatementId=target["id"]))[1]
    assert content == DATA


# -- Retention ---------------------------------------------------------------------------------------------------------


def test_data_is_kept_once_and_goes_with_the_last_statement_that_uses_it(db):
    said, only = attachment(), attachment(b"only")
    files = Files({said["sha2"]: DATA}, {said["sha2"]: {""}})
    both = Files({**files.contents, only["sha2"]: b"only"}, {said["sha2"]: {""}, only["sha2"]: {""}})
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        store_statements(batch=sent(statement(attachments=[said, only])), files=both)
    with time_machine.travel(begun + timedelta(days=2), tick=False):
        store_statements(batch=sent(statement(attachments=[said])), files=files)
    assert set(Attachment.objects.values_list("pk", "length")) == {(said["sha2"], 27), (only["sha2"], 4)}
    assert forget_statements(now=begun + timedelta(days=366)) == 1
    assert list(Attachment.objects.values_list("pk", flat=True)) == [said["sha2"]]
    assert forget_statements(now=begun + timedelta(days=368)) == 1
    assert (Attachment.objects.count(), AttachmentUse.objects.count()) == (0, 0)
