"""What the courses app does when others act."""

from typing import Any

from wagtail.models import Revision

from courses.models import ModulePage
from courses.services.versions import publish_version


def build_version(
    sender: type[ModulePage], *, instance: ModulePage, revision: Revision | None = None, **_: Any
) -> None:
    publish_version(module=instance, revision=revision)
