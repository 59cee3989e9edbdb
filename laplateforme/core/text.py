"""Small gestures on text."""

import re
import unicodedata

LONG_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[ .\-/]?\d){7,}(?!\w)")
CIVIL = re.compile(r"\b(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle)\s+[\w’'-]+", re.I)
ITEM = re.compile(r"^\s*[-*•]\s+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def fold(text: str) -> str:
    """Lower case without accents, ligatures opened: for comparing, not for showing."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def clean_text(text: str) -> str:
    """Composed Unicode, without control or direction characters, without spaces around."""
    return CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def slug_of(text: str, most: int = 60) -> str:
    """Words and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:most].strip("-")


class Told(str):
    """A label with a word under it."""

    hint: str

    def __new__(cls, label: str, hint: str) -> "Told":
        told = super().__new__(cls, label)
        told.hint = hint
        return told


def blocks_of(text: str) -> list[tuple[bool, list[str]]]:
    """Paragraphs of a text as people type it, line by line; (True, items) where each line begins with a dash."""
    blocks = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.split("\n")
        is_list = len(lines) > 1 and all(ITEM.match(line) for line in lines)
        if paragraph:
            blocks.append((is_list, [ITEM.sub("", line) for line in lines] if is_list else lines))
    return blocks
