"""The name of the service heads every page, those of Django's own views included (they use `site_name` themselves)."""

import pytest
from django.conf import settings
from django.urls import reverse


@pytest.mark.django_db
def test_the_sign_in_page_is_headed_by_the_name_of_the_service(client):
    page = client.get(reverse("accounts:login")).content.decode()
    assert f"<title>Se connecter – {settings.SITE_NAME}</title>" in " ".join(page.split())
    assert page.count("testserver") == 0
