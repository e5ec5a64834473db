"""Model fields."""

from typing import Any

from wagtail.fields import StreamField


class FreeStreamField(StreamField):
    """A StreamField whose blocks stay out of migrations: adding a block or a question type needs none."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
