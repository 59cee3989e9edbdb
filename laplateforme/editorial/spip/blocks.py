"""Lists, tables, verse, quotations, rules, paragraphs: what a text is made of, line by line."""

import re

from laplateforme.editorial.spip.protect import BLOCK, CLOSE, between

BLOCKS = (
    "address|article|aside|blockquote|button|center|dd|dl|dt|div|fieldset|figcaption|figure|footer|form|h[1-6r]|hgroup|"
    "head|header|iframe|li|map|menu|nav|noscript|object|ol|pre|section|tbody|td|textarea|tfoot|th|thead|table|tr|ul"
)
BLOCK_TAG = rf"</?(?:{BLOCKS})\b[^<>]*>|{BLOCK}\d+{CLOSE}"
PIECES = re.compile(rf"(\n\n+|</?p\b[^<>]*>|{BLOCK_TAG})", re.I)
RULE = re.compile(r"(?:^|(?<=\n))(?:-{4,}|_{4,})[ \t]*(?=\n|$)")
ITEM = re.compile(r"^-([*#]+)(?!\S*>)(.*)$", re.S)
DASH = re.compile(r"(^|\n)-(?![-*#><\d])[ \t]*(?=\S)")
LINE_BREAK = re.compile(r"(?:^|\n)_ +")
DASH_HTML = '<span class="spip-puce ltr"><b>–</b></span>&nbsp;'
QUOTE = re.compile(r"<(/?)quote>", re.I)
TABLE = re.compile(r"(?:^|(?<=\n))((?:\|[^\n]*\|[ \t]*(?:\n|$))+)")
CELL = re.compile(r"\|((?:[^|\[<]|\[[^\]\n]*\]|<[^>\n]*>|[\[<])*)")
AUTO_BREAK = re.compile(rf"(?<!\n)[ \t]*\n(?!\n)(?=[^\n])(?!\s*(?:<br\b|</?p\b|{BLOCK_TAG}))", re.I)
APART = re.compile(rf"({BLOCK}\d+{CLOSE}(?:</(?:i|b|em|strong|span|u|small|big|sup|sub)>)*)")
AFTER_BLOCK = re.compile(rf"(?:<br\b[^<>]*>|</?p\b[^<>]*>|{BLOCK_TAG})\s*$", re.I)


def quotations(text: str) -> str:
    """<quote> becomes a blockquote whose content has paragraphs of its own."""
    return QUOTE.sub(lambda m: "\n\n</blockquote>\n\n" if m[1] else '\n\n<blockquote class="spip">\n\n', text)


def verses(text: str) -> str:
    """<poesie>: each line a line, each strophe a block."""

    def verse(content: str) -> str:
        strophes = re.split(r"\n[ \t]*\n", content.strip("\n"))
        lines = ["<br />\n".join(line.strip() for line in strophe.split("\n")) for strophe in strophes]
        body = "".join(f"<div>{strophe}</div>\n" for strophe in lines)
        return f'\n\n<blockquote class="spip_poesie">{body}</blockquote>\n\n'

    return between(between(text, "<poesie>", "</poesie>", verse), "<poetry>", "</poetry>", verse)


def rules(text: str) -> str:
    return RULE.sub('\n\n<hr class="spip" />\n\n', text)


def headings(text: str) -> str:
    """{{{words}}}, on a line of their own or not."""
    return between(text, "{{{", "}}}", lambda words: f'\n\n<h2 class="spip">{words}</h2>\n\n')


def dashes(text: str) -> str:
    """A line that begins with a dash: a bullet of the house, in the same paragraph."""
    text = DASH.sub(lambda m: ("\n<br />" if m[1] else "") + DASH_HTML, text)
    return LINE_BREAK.sub("\n<br />", text)


def lists(text: str) -> str:
    """Lines that begin with -* or -#, as deep as they have signs; a list ends with its paragraph."""
    return "".join(part if part.startswith("\n\n") else _list_of(part) for part in re.split(r"(\n\n+)", text))


def _list_of(paragraph: str) -> str:
    if not re.search(r"(?:^|\n)-[*#]", paragraph):
        return paragraph
    lines = re.split(r"\n(?=-[*#])", paragraph)
    out: list[str] = []
    open_tags: list[str] = []
    for line in lines:
        item = ITEM.match(line)
        if item is None:
            out.append(line + ("\n" if line else ""))
            continue
        tag, depth = ("ul" if item[1][-1] == "*" else "ol"), min(len(item[1]), 12)
        while len(open_tags) > depth or (len(open_tags) == depth and open_tags[-1] != tag):
            out.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == depth:
            out.append("</li>")
        while len(open_tags) < depth:
            out.append(f"<{tag}>" if len(open_tags) == depth - 1 else f"<{tag}><li>")
            open_tags.append(tag)
        out.append(f"<li>{item[2].rstrip()}")
    out += [f"</li></{tag}>" for tag in reversed(open_tags)]
    return "".join(out)


def tables(text: str) -> str:
    return TABLE.sub(lambda match: "\n\n" + _table(match[1]) + "\n\n", text)


def _table(source: str) -> str:
    """Rows of |cells|. |caption|summary|| first; a first row all in bold is the head; < and ^ join cells."""
    lines = [line.strip() for line in source.strip().split("\n")]
    caption = ""
    if lines and re.match(r"^\|\|[^|].*\|\|$|^\|\|.*\|\|$", lines[0]) and len(lines) > 1:
        words = lines.pop(0).strip("|").split("|")[0].strip()
        caption = f"<caption>{words}</caption>\n" if words else ""
    rows = [[cell.strip() for cell in CELL.findall(line.rstrip().removesuffix("|"))] for line in lines]
    head = ""
    if rows and len(rows) > 1 and all(re.fullmatch(r"\{\{.*\}\}|", cell) for cell in rows[0]) and any(rows[0]):
        names = "".join(f"<th scope='col'>{cell[2:-2].strip()}</th>" for cell in rows.pop(0))
        head = f"<thead><tr class='row_first'>{names}</tr></thead>\n"
    body = "".join(
        f"<tr class='row_{'odd odd' if index % 2 == 0 else 'even even'}'>\n{_cells(rows, index)}</tr>\n"
        for index in range(len(rows))
    )
    return f'<table class="table spip">\n{caption}{head}<tbody>\n{body}</tbody>\n</table>'


def _cells(rows: list[list[str]], index: int) -> str:
    cells = []
    for column, cell in enumerate(rows[index]):
        if cell in {"<", "^"}:
            continue
        wide, high = 1, 1
        while column + wide < len(rows[index]) and rows[index][column + wide] == "<":
            wide += 1
        while index + high < len(rows) and column < len(rows[index + high]) and rows[index + high][column] == "^":
            high += 1
        spans = (f" colspan='{wide}'" if wide > 1 else "") + (f" rowspan='{high}'" if high > 1 else "")
        kind = " class='numeric '" if re.fullmatch(r"[+-]?\s?\d[\d\s.,]*(?:\s?[%€$])?", cell) else ""
        cells.append(f"<td{spans}{kind}>{cell}</td>\n")
    return "".join(cells)


def apart(text: str) -> str:
    """Blocks stand between empty lines, with the tags that close right behind them."""
    return APART.sub(r"\n\n\1\n\n", text)


def line_breaks(text: str) -> str:
    """A line end inside a paragraph is one on the page too."""
    out: list[str] = []
    position = 0
    for match in AUTO_BREAK.finditer(text):
        before = text[position : match.start()]
        out.append(before)
        done = (out[-2] if len(out) > 1 and not before else before)[-200:]
        out.append("\n" if not before.strip() or AFTER_BLOCK.search(done) else "<br class='autobr' />\n")
        position = match.end()
    return "".join([*out, text[position:]])


def paragraphs(text: str) -> str:
    """Empty lines open a paragraph, blocks end it; a paragraph without anything is none."""
    out: list[str] = []
    words: list[str] = []
    is_open, opening = True, "<p>"

    def close() -> None:
        nonlocal is_open
        content = "".join(words)
        words.clear()
        if not is_open:
            out.append(content)
        elif content.strip():
            out.append(f"\n{opening}{content.strip()}</p>\n")
        is_open = False

    for piece in PIECES.split(text.strip()):
        if piece.startswith("\n\n") or re.match(r"</?p\b", piece, re.I):
            close()
            attributes = re.match(r"<p(\s[^<>]*)>", piece, re.I)
            is_open, opening = True, f"<p{attributes[1]}>" if attributes else "<p>"
        elif PIECES.fullmatch(piece):
            close()
            out.append(piece)
        elif piece:
            words.append(piece)
    close()
    return "".join(out).strip()
