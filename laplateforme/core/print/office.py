"""Files that people rework: our colors and faces as the theme of slides and documents, no pictures of text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laplateforme.core.print.tokens import TEXT_FACE, TITLE_FACE

# The twelve slots of an office theme, and the token each one holds.
THEME_SLOTS = {
    "dk1": "ink-900", "lt1": "paper", "dk2": "sea-900", "lt2": "sand-50",
    "accent1": "sea-600", "accent2": "poppy-600", "accent3": "clover-600", "accent4": "broom-700",
    "accent5": "sea-300", "accent6": "edge-500", "hlink": "sea-700", "folHlink": "ink-600",
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """Office XML refuses control signs; directions are not forced on the reader."""
    return re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", CONTROL.sub("", text))


def themed(theme: bytes, colors: Mapping[str, str]) -> bytes:
    """The theme of an empty presentation with our colors and faces in its slots."""
    text = theme.decode()
    for slot, token in THEME_SLOTS.items():
        value = f'<a:{slot}><a:srgbClr val="{colors[token][1:]}"/></a:{slot}>'
        text = re.sub(rf"<a:{slot}>.*?</a:{slot}>", value, text, count=1, flags=re.S)
    for kind, face in (("majorFont", TITLE_FACE), ("minorFont", TEXT_FACE)):
        text = re.sub(rf'(<a:{kind}>\s*<a:latin typeface=")[^"]*(")', rf"\g<1>{face}\g<2>", text, count=1)
    return text.encode()


def sign(properties: Any, *, title: str, author: str, language: str, at: datetime) -> None:
    """Title, author, language and the given date in the properties of a document."""
    properties.title = title[:250]
    properties.author = author[:250]
    properties.last_modified_by = author[:250]
    properties.language = language
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.revision = 1
    properties.comments = properties.keywords = properties.subject = ""


def moment_of(at: datetime) -> tuple[int, int, int, int, int, int]:
    """As archives write a date."""
    return max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second


def settled(document: bytes, at: datetime) -> bytes:
    """The same archive with one date on all its parts: the same input gives the same bytes."""
    out, moment = io.BytesIO(), moment_of(at)
    with zipfile.ZipFile(io.BytesIO(document)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for info in given.infolist():
            part = zipfile.ZipInfo(info.filename, moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(part, given.read(info))
    return out.getvalue()
