"""Telephone numbers, as people type and read them."""

import re

from laplateforme.core.text import clean_text

FRENCH_PHONE = re.compile(r"(?:(?:\+|00)33)?(?:\(0\))?0?([1-9]\d{8})$")
FOREIGN_PHONE = re.compile(r"(?:\+|00)([1-9]\d{7,14})$")


def phone_or_none(text: str) -> str | None:
    """A telephone number as it is read aloud: "06 39 98 01 14", "+32 ..."; None when it cannot be one.

    Spaces, dots, dashes and slashes anywhere; +33, 0033 or +33 (0) in front of a French one; a forgotten first 0.
    """
    plain = re.sub(r"[\s.\-/_·]", "", clean_text(text))
    if not re.fullmatch(r"[+\d()]{6,24}", plain):
        return None
    if match := FRENCH_PHONE.fullmatch(plain):
        digits = f"0{match[1]}"
        return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
    if (match := FOREIGN_PHONE.fullmatch(plain)) and not match[1].startswith("33"):
        return f"+{match[1]}"
    return None
