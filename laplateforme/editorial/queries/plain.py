"""Words typed in a plain field, as blocks."""

import re
from html import unescape
from typing import Any

from django.utils.html import escape

HEADING = re.compile(r"^(#{2,4})\s+(.+)$")
ITEM = re.compile(r"^\s*[-*•]\s+")
ADDRESS = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]", re.I)


def blocks_of(text: str) -> list[tuple[str, Any]]:
    """Paragraphs, headings (##, ###), lists with dashes, addresses as links; everything else is shown as typed."""
    found: list[tuple[str, Any]] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.rstrip() for line in paragraph.split("\n") if line.strip()]
        while lines and (match := HEADING.match(lines[0])):
            found.append(("heading" if len(match[1]) == 2 else "subheading", match[2][:160]))
            lines.pop(0)
        if not lines:
            continue
        if all(ITEM.match(line) for line in lines):
            html = "".join(f"<li>{_words(ITEM.sub('', line))}</li>" for line in lines)
            html = f"<ul>{html}</ul>"
        else:
            html = f"<p>{'<br/>'.join(map(_words, lines))}</p>"
        if found and found[-1][0] == "text":
            html = found.pop()[1] + html
        found.append(("text", html))
    return found


def plain_of(blocks: list[dict[str, Any]]) -> str | None:
    """The words to type for these blocks; None when a plain field cannot say them all (a table, bold words)."""
    parts: list[str] = []
    for block in blocks:
        kind, value = block["type"], str(block["value"])
        if kind in {"heading", "subheading"}:
            parts.append(f"{'##' if kind == 'heading' else '###'} {value}")
        elif kind == "text":
            bare = re.sub(r'<a href="([^"]+)">\1</a>', r"\1", value)
            bare = bare.replace("<ul><li>", "- ").replace("</li><li>", "\n- ").replace("</li></ul>", "\n\n")
            bare = re.sub(r"<br\s*/?>", "\n", bare).replace("<p>", "").replace("</p>", "\n\n")
            parts.append(unescape(bare).strip())
        else:
            return None
    text = "\n\n".join(parts)
    same = [(block["type"], str(block["value"])) for block in blocks]
    return text if blocks_of(text) == same else None


def _words(line: str) -> str:
    out, at = [], 0
    for match in ADDRESS.finditer(line):
        address = escape(match[0])
        out += [escape(line[at : match.start()]), f'<a href="{address}">{address}</a>']
        at = match.end()
    return "".join(str(part) for part in [*out, escape(line[at:])])
