"""The words of a text: found one by one to be put right, and cut into passages that one can point at."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from laplateforme.editorial.queries.body import raw_blocks

TAG = re.compile(r"(<[^>]*>)")
HTML = {"text", "imported"}
NOT_WORDS = {"id", "url", "verb", "type", "organization"}  # addresses and keys inside blocks
REFERENCES = {"offer", "key_question"}
PLAIN = ("title", "standfirst", "quote", "what_helped", "team", "place")
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
SHORTEST, LONGEST, MOST = 3, 300, 80
Change = Callable[[str], str]


def passages_of(page: Any) -> list[str]:
    """Sentences that stand once in the text, in its order: touching one is enough to say where the mistake is."""
    said: list[str] = []

    def plain(text: str) -> str:
        said.append(text)
        return text

    def html(text: str) -> str:
        said.extend(unescape(part) for part in TAG.split(text)[::2])
        return text

    for name in PLAIN:
        plain(str(getattr(page, name, "") or ""))
    for block in raw_blocks(page):
        walked(block, plain, html)
    whole = "\x00".join(said)
    sentences = [one.strip() for text in said for one in SENTENCE.split(text)]
    fitting = [one for one in sentences if SHORTEST <= len(one) <= LONGEST and whole.count(one) == 1]
    return fitting[:MOST]


def walked(block: dict[str, Any], plain: Change, html: Change) -> dict[str, Any]:
    """The block once its words went through `plain` or `html`; keys and addresses stay."""
    if block["type"] in REFERENCES:
        return block
    change = html if block["type"] in HTML else plain
    return {**block, "value": _value(block["value"], change)}


def _value(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_value(one, change) for one in value]
    if isinstance(value, dict):
        return {name: part if name in NOT_WORDS else _value(part, change) for name, part in value.items()}
    return value
