"""The link to the Mentor files shows in « Mon compte » to those who may open them."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("agent@exemple.test", False),
        ("membre@exemple.test", False),
        ("formation@exemple.test", True),
        ("redaction@exemple.test", False),
        ("administration@exemple.test", True),
    ],
)
def test_the_link_is_for_those_who_run_training(client, email, shown, capsys):
    call_command("load_networks")
    call_command("load_sample_accounts")
    client.force_login(User.objects.get(email=email))
    address = reverse("courses:mentor")
    page = client.get(reverse("accounts:account")).content.decode()
    assert (f'href="{address}"' in page) is shown
    assert client.get(address).status_code == (200 if shown else 403)
