"""Fixtures shared by every test."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _clean_state():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def data_dir() -> Path:
    return Path(settings.DATA_DIR)
