"""The `more` links: all that the next page needs, signed, so that the server remembers nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from xapi.formats import Format
from xapi.queries import Filter, Range

_SALT = "xapi.more.2"


@dataclass(frozen=True)
class Walk:
    """A reading of the store under way, page by page."""

    wanted: Filter
    within: Range
    limit: int
    format: Format
    attachments: bool


def dump(walk: Walk, *, key_id: int) -> str:
    """The cursor of `walk`, for one key only."""
    wanted = {name: _plain(value) for name, value in asdict(walk.wanted).items() if value not in (None, False)}
    kept = [wanted, walk.within.after, walk.within.upto, walk.limit, walk.format, walk.attachments, key_id]
    return signing.dumps(kept, salt=_SALT, compress=True)


def load(cursor: str, *, key_id: int) -> Walk:
    """What :func:`dump` was given. Raises `BadSignature` for another key's cursor, or what never was one."""
    wanted, after, upto, limit, answer_format, attachments, owner = signing.loads(cursor, salt=_SALT)
    if owner != key_id:
        raise signing.BadSignature("the cursor of another key")
    if "registration" in wanted:
        wanted["registration"] = UUID(wanted["registration"])
    for name in wanted.keys() & {"since", "until"}:
        wanted[name] = datetime.fromisoformat(wanted[name])
    return Walk(Filter(**wanted), Range(after=after, upto=upto), limit, Format(answer_format), attachments)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool) else str(value)
