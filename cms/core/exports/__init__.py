"""Tables as files. One module per format, found by name: each binds `KIND`, a :class:`Format`.

`write` is lazy: rows are read as the file leaves, so a list of any length costs the memory of one block.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from cms.core.exports._cells import neutral as neutral
from cms.core.registry import kinds

Row = Sequence[Any]


class Format(Protocol):
    """A table format. `write` takes the cells as they are: it neutralises and converts them by `_cells`."""

    name: str
    label: str
    content_type: str
    extension: str

    def write(self, headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]: ...


def formats() -> dict[str, Format]:
    """The known formats by name."""
    return kinds("cms.core.exports")


def download(filename: str, content_type: str, chunks: Iterable[bytes]) -> StreamingHttpResponse:
    """`chunks` as a file to keep: never shown in the page, never kept by a cache."""
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    response["Cache-Control"] = "no-store, private"
    return response
