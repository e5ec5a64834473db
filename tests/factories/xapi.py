"""Statements, keys and what the xapi app needs around them."""

import json
import uuid
from typing import Any

import factory

from cms.accounts.models import User
from xapi.jsontext import Received, received
from xapi.models import ApiKey, Target
from xapi.services.delivery import set_secret
from xapi.services.keys import create_key


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"agent-{number}@caf.example")
    first_name = "Camille"
    last_name = "Durand"


def statement(**changes: Any) -> dict[str, Any]:
    """A small valid statement with a new id; a change to None removes the property."""
    built = {
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": "https://rh.example", "name": "a1"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://cours.example/module-1"},
        **changes,
    }
    return {name: value for name, value in built.items() if value is not None}


def sent(*statements: dict[str, Any]) -> list[Received]:
    """`statements` as the store service receives them."""
    return received(json.dumps(statements))[0]


def key(name: str = "client", scopes: list[str] | None = None) -> ApiKey:
    return create_key(name=name, scopes=scopes)[0]


def target(endpoint: str, *, username: str = "u", secret: str = "s", **fields: Any) -> Target:
    """A delivery target that starts from the beginning."""
    built = Target(
        name=fields.pop("name", "Autre LRS"), endpoint=endpoint, username=username, consumer="autre", **fields
    )
    set_secret(target=built, secret=secret)
    built.save()
    return built
