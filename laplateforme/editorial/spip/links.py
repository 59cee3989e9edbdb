"""Links and models: [words->target], [words|title{fr}->12], bare addresses, <img12|left>, [?word], [anchor<-]."""

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from laplateforme.editorial.spip.text import Reading

LANGUAGES = frozenset(
    """
    aa ab af am an ar as ast ay az ba be bg bh bi bn bo br bs ca co cpf cs cy da de dz el en eo es et eu fa ff fi fj fo
    fon fr fy ga gd gl gn gu ha he hi hr ht hu hy ia id ie ik is it iu ja jv ka kk kl km kn ko ks ku ky la lb ln lo lt
    lu lv man mg mi mk ml mn mo mos mr ms mt my na nap ne nqo nl no nb nn oc om or pa pbb pl ps pt qu rm rn ro ru rw sa
    sc sd sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz vi vo wa wo
    xh yi yo za zh zu
    """.split()  # noqa: SIM905  a hundred quotes would hide the codes
)
KINDS = {
    "": "article", "art": "article", "article": "article", "rub": "rubrique", "rubrique": "rubrique", "br": "breve",
    "breve": "breve", "brève": "breve", "mot": "mot", "aut": "auteur", "auteur": "auteur", "doc": "document",
    "document": "document", "im": "document", "img": "document", "image": "document", "emb": "document",
    "site": "site", "syndic": "site",
}  # fmt: skip

LINK = re.compile(r"\[([^\[\]]*(?:\[\w*\][^\[\]]*)*)->(>?)([^\]\[\n]{0,1500})\]")
ATTRIBUTES = re.compile(r"^(?P<words>.*?)(?P<bar>\|(?P<title>[^<>|]*?))?(?P<braces>\{(?P<language>[a-z_]*)\})?$", re.S)
INSIDE = re.compile(r"^\s*([a-zè]*)\s*(\d+)(?:#([\w-]*))?(\?.*)?\s*$", re.I)
MAIL = re.compile(r"^(?:mailto:)?([^\s@<>:/]+@[\w-]+(?:\.[\w-]+)+)$", re.I)
OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
ANCHOR = re.compile(r"\[#?([^\[\]<>\s]{1,80})<-\]")
GLOSSARY = re.compile(r"\[\?+\s*([^\]\[<>|#{}]{1,120})(?:\|([^\]\[{}]*))?(?:#[^\]]*)?(?:\{[^\]]*\})?\]")
RESOURCE = re.compile(r"<((?:https?|ftp)://[^\s<>\"']+)>", re.I)
BARE = re.compile(
    r"(?<![\w\"'=/>])((?:https?|ftp)://[^\s<>\"'\]\[(){}|\ue000-\ue002]*[^\s<>\"'\]\[(){}|.,;:!?\ue000-\ue002])", re.I
)
MODEL = re.compile(r"<([a-z_][a-z_0-9-]*?)\s*(\d*)((?:\|[^<>\n|]*(?:<[^<>]*>[^<>\n|]*)?)*)\s*/?>", re.I)
TAG_PARTS = re.compile(r"(<[^<>]*>)")
BLOCK_START = re.compile(r"^\s*<(?:div|figure|dl|table|p|ul|ol|blockquote|section|article|aside|h[1-6])\b", re.I)


def expand_models(text: str, reading: "Reading", link: str = "") -> str:
    """<name12|options> becomes what the site says; a block stands between empty lines. What nobody knows stays."""

    def expand(match: re.Match[str]) -> str:
        name, number, options = match[1].lower(), int(match[2] or 0), match[3]
        if not (match[2] or options) or len(match[2]) > 12:
            return match[0]
        html = reading.site.model(name, number, tuple(part.strip() for part in options.split("|")[1:]), link)
        if html is None:
            return match[0]
        return reading.shelter.keep(html, is_block=bool(BLOCK_START.match(html)))

    return MODEL.sub(expand, text)


def expand_links(text: str, reading: "Reading") -> str:
    """All links, from the most explicit to the barest."""
    text = ANCHOR.sub(lambda match: reading.shelter.keep(f'<a id="{escape(match[1])}"></a>'), text)
    text = GLOSSARY.sub(lambda match: glossary_link(match, reading), text)
    text = LINK.sub(lambda match: explicit_link(match, reading), text)
    text = RESOURCE.sub(lambda match: resource(match, reading), text)
    return bare_links(text, reading)


def bare_links(text: str, reading: "Reading") -> str:
    """Addresses that stand in the text become links, save inside tags and links."""
    if "://" not in text:
        return text
    parts, is_linked = TAG_PARTS.split(text), False
    for index, part in enumerate(parts):
        if index % 2:
            is_linked = (is_linked or part[:3].lower() in {"<a ", "<a>"}) and part.lower() != "</a>"
        elif not is_linked:
            parts[index] = BARE.sub(lambda match: bare_link(match, reading), part)
    return "".join(parts)


def explicit_link(match: re.Match[str], reading: "Reading") -> str:
    words, url = match[1], unescape(match[3]).strip()
    title, language = "", ""
    if "|" in words or "{" in words:
        words, title, language = attributes_of(words)
    href, classes, default = destination(url, reading)
    if href is None:
        return words or default
    if not words.strip():
        words, classes = (
            reading.shelter.keep(escape(default, quote=False)),
            classes.replace("spip_out", "spip_url spip_out"),
        )
        classes = classes or "spip_url"
    alone = MODEL.fullmatch(words.strip())
    if alone and (alone[2] or alone[3]):
        inner = expand_models(words.strip(), reading, link=href)
        if inner != words.strip():
            opening = f"<a href='{escape(href)}'" + (f" class='{classes}'>" if classes else ">")
            return wrapped(opening, inner, reading)
    rel = " rel='external'" if "spip_out" in classes else ""
    opening = f'<a href="{escape(href)}"' + (f" class='{classes}'" if classes else "")
    opening += f" hreflang='{language}'" if language else ""
    opening += f' title="{escape(plain(title, reading))}"' if title else ""
    words = expand_models(words, reading)
    if language and language != reading.language:
        words = reading.untouched(words)
    return wrapped(opening + rel + ">", words, reading)


def wrapped(opening: str, inner: str, reading: "Reading") -> str:
    """A link around words, or around a block: then it is a block itself."""
    if "\ue001" in inner:
        return f"{reading.shelter.keep(opening, is_block=True)}{inner}{reading.shelter.keep('</a>', is_block=True)}"
    return f"{reading.shelter.keep(opening)}{inner}{reading.shelter.keep('</a>')}"


def attributes_of(words: str) -> tuple[str, str, str]:
    """(words, title, language) of "words|title{fr}"; braces that name no language are part of the words."""
    match = ATTRIBUTES.match(words)
    if match is None:
        return words, "", ""
    text, title, language = match["words"], match["title"] or "", match["language"] or ""
    if match["braces"] and language not in LANGUAGES:
        if title:
            return text, title + match["braces"], ""
        return words, "", ""
    return text, title, language


def plain(words: str, reading: "Reading") -> str:
    """Words of a title: without marks, on one line, with the spaces that typography asks for."""
    text = re.sub(r"[{}]+", "", re.sub(r"<[^>]*>", "", words))
    return " ".join(unescape(reading.typography(text)).replace("\u00a0", " ").split())


def destination(url: str, reading: "Reading") -> tuple[str | None, str, str]:
    """(address or None, classes, words when there are none) of what stands after the arrow."""
    mail = MAIL.match(url)
    if mail:
        return f"mailto:{mail[1]}", "spip_mail", mail[1]
    inside = INSIDE.match(url)
    if inside and inside[1].lower() in KINDS:
        target = reading.site.target(KINDS[inside[1].lower()], int(inside[2][:12]))
        if target is None:
            reading.missing.append(url)
            return None, "", url
        return target.url + (f"#{inside[3]}" if inside[3] else ""), "spip_in", target.title
    if url.startswith("?"):
        word = url[1:]
        return wikipedia(word, reading), "spip_glossaire", word
    if url.startswith("#"):
        return url, "spip_ancre", url
    address = reading.site.address(url)
    return address, "spip_out" if OUTSIDE.match(address) else "", url


def wikipedia(word: str, reading: "Reading") -> str:
    return f"https://{reading.language}.wikipedia.org/wiki/{quote(word.strip().replace(' ', '_'))}"


def glossary_link(match: re.Match[str], reading: "Reading") -> str:
    """[?word|title]: a page of the encyclopedia in the language of the text."""
    title = f' title="{escape(plain(match[2], reading))}"' if match[2] else ""
    opening = f"<a href=\"{wikipedia(match[1], reading)}\" class='spip_glossaire'{title} rel='external'>"
    return f"{reading.shelter.keep(opening)}{match[1].strip()}{reading.shelter.keep('</a>')}"


def resource(match: re.Match[str], reading: "Reading") -> str:
    """<https://…> on its own: a resource, shown between its signs."""
    url = escape(unescape(match[1]), quote=False)
    link = f"<a href=\"{url}\" class='spip_url spip_out' rel='external'>{url}</a>"
    return reading.shelter.keep(f"<span class='ressource spip_out'>&lt;{link}&gt;</span>\n")


def bare_link(match: re.Match[str], reading: "Reading") -> str:
    url = escape(unescape(match[1]), quote=False)
    return reading.shelter.keep(f"<a href=\"{url}\" class='spip_url spip_out auto' rel='nofollow external'>{url}</a>")
