"""Every rule is tried in both versions of xAPI."""

import pytest

from tests.xapi.conformance.documents import PROFILES, RESOURCES, Documents
from tests.xapi.conftest import XapiClient, client_for
from xapi.enums import Version


@pytest.fixture(params=Version.values)
def version(request) -> str:
    return request.param


@pytest.fixture
def lrs(db, version) -> XapiClient:
    """A client that speaks `version`, whose key has it as default."""
    return client_for("conformance", version=version)


@pytest.fixture(params=RESOURCES)
def documents(lrs, request) -> Documents:
    """Each of the three document resources."""
    return Documents(lrs, request.param)


@pytest.fixture
def state(lrs) -> Documents:
    return Documents(lrs, "state")


@pytest.fixture(params=PROFILES)
def profiles(lrs, request) -> Documents:
    return Documents(lrs, request.param)
