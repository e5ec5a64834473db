"""Files that are built in one go (zip archives) and then leave in blocks."""

from collections.abc import Iterator
from typing import IO

BLOCK = 64 * 1024  # bytes


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of `file` from its start, block by block."""
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
