"""Spaces and signs as each language wants them: French fully, other languages their apostrophes and arrows."""

import re

NBSP = "&nbsp;"
TAG = r"<[^<>]*>|[\ue000\ue001]\d+\ue002"
TAGS = re.compile(f"({TAG})")
ARROWS = (
    ("<-->", "&harr;"),
    ("-->", "&rarr;"),
    ("<--", "&larr;"),
    ("<==>", "&hArr;"),
    ("==>", "&rArr;"),
    ("<==", "&lArr;"),
)
SIGNS = (("(c)", "&copy;"), ("(r)", "&reg;"), ("(tm)", "&trade;"))
SPACE = r"(?:&nbsp;| )"
RULES = (
    (re.compile(rf"{SPACE}*»"), f"{NBSP}»"),
    (re.compile(rf"«{SPACE}*"), f"«{NBSP}"),
    (re.compile(rf"{SPACE}+([!?])"), rf"{NBSP}\1"),
    (re.compile(r"(?<=[\w)»])([!?][!?.]*)(?=\s|$|[)\]])"), rf"{NBSP}\1"),
    (re.compile(rf"{SPACE}+:(?=\s|$|&nbsp;)|(?<=[\w)»!?]):(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"{SPACE}+;"), f"{NBSP};"),
    (re.compile(r"(?<![&#\w])(\w+);(?=\s|$)"), rf"\1{NBSP};"),
    (re.compile(rf"(?<=\d){SPACE}(?=[%$€°])"), NBSP),
)
AFTER_TAG = re.compile(r"^(?:[!?]+(?=\s|$)|[:;](?=\s|$))")


def french(text: str) -> str:
    """Unbreakable spaces before double signs and inside guillemets; round apostrophes."""
    parts = TAGS.split(text)
    for index in range(0, len(parts), 2):
        if parts[index]:
            words = _french_words(parts[index])
            is_glued = index and not parts[index - 1].startswith("<br") and AFTER_TAG.match(words)
            parts[index] = f"{NBSP}{words}" if is_glued else words
    return "".join(parts)


def _french_words(text: str) -> str:
    if text.isspace():
        return text
    text = text.replace("\u00a0", NBSP)
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text.replace("'", "&#8217;")


def english(text: str) -> str:
    """Nothing but apostrophes."""
    parts = TAGS.split(text)
    return "".join(part if index % 2 else part.replace("'", "&#8217;") for index, part in enumerate(parts))


def signs(text: str) -> str:
    """Arrows and the signs that people write with brackets; before tags are looked for."""
    for written, sign in (*ARROWS, *SIGNS):
        text = text.replace(written, sign)
    return text
