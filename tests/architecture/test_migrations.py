"""Migrations hold no block definition: a new block needs none."""

from courses.models import ModulePage


def test_stream_blocks_stay_out_of_migrations():
    _, _, args, kwargs = ModulePage._meta.get_field("screens").deconstruct()
    assert args == [[]]
    assert "block_lookup" not in kwargs
