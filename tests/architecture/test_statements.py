"""Every announcement of every app has its statement, and the profile knows it."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from cms.core.announcements import Announcement
from xapi.builders import builders


def _leaves(kind: type) -> Iterator[type]:
    children = kind.__subclasses__()
    if not children:
        yield kind
    for child in children:
        yield from _leaves(child)


def test_every_announcement_has_a_builder():
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.signals"):
            import_module(f"{config.name}.signals")
    announced = {kind for kind in _leaves(Announcement) if not kind.__module__.startswith("tests.")}
    assert announced == set(builders())
    assert [kind for kind in announced if not kind.label] == []
