"""Fixtures of the site's own tests."""

import pytest

from cms.pages.loading import load_site


@pytest.fixture
def site_loaded(db):
    load_site()
