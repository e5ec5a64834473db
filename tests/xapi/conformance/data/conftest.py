"""Thousands of statements are refused here."""

import logging

import pytest


@pytest.fixture(autouse=True)
def _no_logs():
    """Django tells of each refusal: not worth keeping for the report of a test."""
    logger = logging.getLogger("django.request")
    logger.disabled = True
    yield
    logger.disabled = False
