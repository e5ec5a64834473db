"""Codes that people copy by hand: Crockford's base 32 with its check symbol.

Source: Douglas Crockford, "Base 32" (crockford.com/base32.html).
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10  # symbols before the check symbol: 50 bits
_CHECKS = f"{ALPHABET}*~$=U"
_LOOKALIKES = str.maketrans("OIL", "011", "- \u00a0\u202f\u2010\u2011\u2013")


def check_symbol(symbols: str) -> str:
    """The check symbol of `symbols`: their value modulo 37."""
    value = 0
    for symbol in symbols:
        value = value * 32 + ALPHABET.index(symbol)
    return _CHECKS[value % 37]


def new_code() -> str:
    """A random code of 11 letters and digits. Draws again when its check symbol is none of these (5 times in 37)."""
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if (check := check_symbol(symbols)) in ALPHABET:
            return symbols + check


def parsed(text: str) -> str:
    """The code that `text` stands for, whatever its case, dashes and look-alike letters; an empty string for none."""
    code = text.strip().upper().translate(_LOOKALIKES)
    well_formed = len(code) == LENGTH + 1 and set(code) <= set(ALPHABET)
    return code if well_formed and check_symbol(code[:LENGTH]) == code[LENGTH] else ""


def shown(code: str) -> str:
    """`code` in groups that are easy to copy."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"
