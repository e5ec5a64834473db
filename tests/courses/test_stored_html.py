"""What was stored before a rule of the sanitiser changed is cleaned again when it is shown."""

import pytest
from django.urls import reverse

from courses.models import ModuleVersion
from tests.courses.walk import Walk
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1

HOSTILE = '<p>Récit</p><script>alert(1)</script><img src=x onerror="alert(1)">'


@pytest.mark.django_db
def test_html_of_a_version_is_cleaned_when_it_is_shown(client):
    module = load_module_1()
    version = module.versions.get()
    for screen in version.public["screens"]:
        screen["intro"] = HOSTILE
        screen["body"].update({name: HOSTILE for name in ("text", "story") if name in screen["body"]})
    ModuleVersion.objects.filter(pk=version.pk).update(public=version.public, digest="hostile")
    learner = UserFactory()
    walk = Walk(learner, module)
    client.force_login(learner)
    pages = [reverse("courses:screen", args=[walk.attempt.pk, rank]) for rank in range(1, 11)]
    for address in [*pages, reverse("courses:text", args=[walk.attempt.pk])]:
        page = client.get(address).content.decode()
        assert "<p>Récit</p>" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
