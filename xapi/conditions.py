"""Conditional requests (RFC 9110, section 13), as xAPI uses them (part three, 3.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# An entity tag; without its quotes too, as some clients send it.
_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')


@dataclass(frozen=True)
class Conditions:
    """The entity tags of If-Match and If-None-Match; None: no such header. « * » stands for any.

    A tag is taken for ours in its weak spelling too: compressing an answer makes our tag weak on its way out.
    """

    match: frozenset[str] | None
    none_match: frozenset[str] | None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Conditions":
        """Those of `headers`, whose names are in lower case."""
        return cls(_tags(headers.get("if-match")), _tags(headers.get("if-none-match")))

    @property
    def any(self) -> bool:
        return self.match is not None or self.none_match is not None

    def hold(self, etag: str | None) -> bool:
        """Whether they allow to go on with what has `etag` now, None when there is nothing."""
        return (self.match is None or _found(etag, self.match)) and not self.known(etag)

    def known(self, etag: str | None) -> bool:
        """Whether the client says that it has what has `etag`."""
        return self.none_match is not None and _found(etag, self.none_match)


def _tags(header: str | None) -> frozenset[str] | None:
    if header is None:
        return None
    return frozenset(quoted or bare for quoted, bare in _TAG.findall(header))


def _found(etag: str | None, tags: frozenset[str]) -> bool:
    return etag is not None and not tags.isdisjoint({etag, "*"})
