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


@pytest.fixture(autouse=True)
def _rows_of_migrations_survive(django_db_serialized_rollback: None) -> None:
    """A test with real transactions empties the tables; the next finds the rows that migrations made, same keys."""


@pytest.fixture
def data_dir() -> Path:
    return Path(settings.DATA_DIR)
