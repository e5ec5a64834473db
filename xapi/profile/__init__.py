"""The xAPI profile of this site: what its statements look like, as a document and as a check."""

from xapi.profile.checking import problems
from xapi.profile.document import document

__all__ = ["document", "problems"]
