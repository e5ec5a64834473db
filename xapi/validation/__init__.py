"""Whether a statement is valid xAPI, 1.0.3 or 2.0: one recursive walk over the plain values.

:func:`check_statement` raises :class:`Invalid` at the first rule broken, saying where and which.
"""

from xapi.validation.agents import check_identified
from xapi.validation.sections import section_in
from xapi.validation.shapes import Invalid
from xapi.validation.statements import check_statement
from xapi.validation.values import check_iri, check_timestamp, check_uuid, in_utc, moment

__all__ = [
    "Invalid",
    "check_identified",
    "check_iri",
    "check_statement",
    "check_timestamp",
    "check_uuid",
    "in_utc",
    "moment",
    "section_in",
]
