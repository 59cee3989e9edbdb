"""What the shortcuts must not touch: raw HTML, code and frames are put aside under a sign, then put back.

Signs are characters of the private use area, which no text holds once `Shelter` has taken them out of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

OPEN, BLOCK, CLOSE = "\ue000", "\ue001", "\ue002"
SIGNS = re.compile(f"[{OPEN}{BLOCK}{CLOSE}]")
KEPT = re.compile(f"[{OPEN}{BLOCK}](\\d+){CLOSE}")
RAW_TAGS = ("html", "code", "cadre", "frame", "script", "style", "math", "pre")
RAW_OPENING = re.compile(rf"<({'|'.join(RAW_TAGS)})\b[^<>]*>|<!--", re.I)
WIDTH, FEWEST_ROWS = 60, 2


def between(text: str, opening: str, closing: str, replace: Callable[[str], str]) -> str:
    """Each stretch between two signs, replaced; in one pass, so that signs which never close cost nothing."""
    out: list[str] = []
    at, lower = 0, text.lower()
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        out += [text[at:start], replace(text[start + len(opening) : end])]
        at = end + len(closing)
    return "".join([*out, text[at:]])


@dataclass
class Shelter:
    """Keeps pieces of finished HTML out of the way."""

    pieces: list[str] = field(default_factory=list)

    def keep(self, html: str, *, is_block: bool = False) -> str:
        """The sign to write instead of `html`; that of a block makes paragraphs end (see blocks.apart)."""
        self.pieces.append(html)
        return f"{BLOCK if is_block else OPEN}{len(self.pieces) - 1}{CLOSE}"

    def give_back(self, text: str) -> str:
        """Puts every piece back, those inside others too."""
        for _ in range(len(self.pieces) + 1):
            found = KEPT.sub(lambda match: self.pieces[int(match[1])], text)
            if found == text:
                break
            text = found
        return text

    def take_raw(self, text: str) -> str:
        """Shelters what is raw: between <html>, <code>, <cadre> and their like; comments and scripts go."""
        out: list[str] = []
        at, lower, unclosed = 0, text.lower(), set[str]()
        for match in RAW_OPENING.finditer(text):
            tag = (match[1] or "").lower()
            closing = f"</{tag}>" if tag else "-->"
            if match.start() < at or closing in unclosed:
                continue
            end = lower.find(closing, match.end())
            if end < 0:
                unclosed.add(closing)
                continue
            out += [text[at : match.start()], self._raw(tag, text[match.end() : end])]
            at = end + len(closing)
        return "".join([*out, text[at:]])

    def _raw(self, tag: str, content: str) -> str:
        if tag == "code":
            return self.keep(code_html(content), is_block="\n" in content)
        if tag in {"cadre", "frame"}:
            return self.keep(frame_html(content), is_block=True)
        if tag == "html":
            return self.keep(content)
        if tag in {"", "script", "style"}:
            return self.keep("")
        words = escape(unescape(content), quote=False)
        return self.keep(f"<{tag}>{words}</{tag}>", is_block=tag == "pre")


def code_html(content: str) -> str:
    """Code in a line, or several lines with their breaks."""
    words = escape(content, quote=False)
    if "\n" not in content:
        return f"<code class='spip_code' dir='ltr'>{words}</code>"
    lines = words.strip("\r\n").rstrip().replace("\t", "    ").replace("  ", "&nbsp; ").split("\n")
    return (
        "<div style='text-align: left;' class='spip_code' dir='ltr'><code>" + "<br />\n".join(lines) + "</code></div>"
    )


def frame_html(content: str) -> str:
    """A frame to copy from; as many rows as its lines take."""
    words = escape(content).replace("&#x27;", "&#039;").strip()
    rows = max(FEWEST_ROWS, sum(len(line) // WIDTH + 1 for line in words.split("\n")))
    return f"<textarea readonly='readonly' cols='40' rows='{rows}' class='spip_cadre' dir='ltr'>{words}</textarea>"
