"""What a cell may hold, whatever the format: the one place where formulas are neutralised."""

import re
from datetime import date, datetime
from typing import Any

from django.utils import timezone

# OWASP "CSV Injection": the characters that make a spreadsheet read a cell as a formula, full-width ones included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # refused by XML, thus by xlsx and ods


def neutral(text: str) -> str:
    """`text` that no spreadsheet runs, without the characters that no spreadsheet file can hold."""
    text = _UNWRITABLE.sub("", text)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def cell(value: Any) -> str | int | float | date:
    """`value` as a number, a date, or harmless text. Moments become the local time of the site, without zone."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case int() | float():
            return value
        case datetime():
            return timezone.make_naive(value) if timezone.is_aware(value) else value
        case date():
            return value
        case _:
            return neutral(str(value))
