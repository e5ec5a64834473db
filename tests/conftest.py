"""Fixtures shared by every test."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

# The same few examples each time; `--hypothesis-profile=long` looks for new ones.
hypothesis_settings.register_profile("short", max_examples=60, derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("long", max_examples=3_000, deadline=None, database=None)
hypothesis_settings.load_profile("short")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A machine that may not have Chromium still runs the rest; on a CI its absence is a failure."""
    if Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


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
