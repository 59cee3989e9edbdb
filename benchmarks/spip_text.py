"""`python -m benchmarks.spip_text --pairs FOLDER [--language fr|en] [--json]`: shortcuts read as SPIP reads them?

FOLDER holds pairs of files, at any depth: NAME.txt in shortcuts, NAME.html as SPIP shows it. A pair is identical
(the same signs), equivalent (the same elements, attributes and text once both are parsed, spaces collapsed), or
different.
Without --language each folder is read in the language in which more of its pairs agree, since SPIP's own
pairs were made with several. Their test model, <textwheel1|inline> or |block, is answered here as their test site did.
"""

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

from lxml import html

from benchmarks.common import give_up, say, table
from laplateforme.editorial.spip.site import Nowhere
from laplateforme.editorial.spip.text import render

LANGUAGES = ("fr", "en")
IDENTICAL, EQUIVALENT, DIFFERENT = "identical", "equivalent", "different"


class TestSite(Nowhere):
    """The site of SPIP's own tests: one model, which says its number and the link around it."""

    __test__ = False

    def model(self, name: str, number: int, options: tuple[str, ...], link: str) -> str | None:
        if name != "textwheel":
            return None
        tag, word = ("div", "Block") if "block" in options else ("span", "Inline")
        said = f"-spip_lien_ok {link}" if link else ""
        return f"<{tag}>{word} test model #{number}{said}</{tag}>"


def parsed(source: str) -> Any:
    """Elements, attributes and text as plain values, without the spaces that nobody sees."""

    def walk(element: Any) -> Any:
        children = [child for child in element if isinstance(child.tag, str)]
        return (
            element.tag,
            sorted(element.attrib.items()),
            " ".join((element.text or "").split()),
            [(walk(child), " ".join((child.tail or "").split())) for child in children],
        )

    return walk(html.fragment_fromstring(source, create_parent="article"))


def verdict(source: str, expected: str, language: str) -> str:
    ours = render(source, TestSite(), language).whole
    if ours.strip() == expected.strip():
        return IDENTICAL
    return EQUIVALENT if parsed(ours) == parsed(expected) else DIFFERENT


def measure(folder: Path, language: str | None) -> dict[str, str]:
    """The verdict of each pair, by its path in the folder."""
    pairs: dict[Path, list[Path]] = defaultdict(list)
    for source in sorted(folder.rglob("*.txt")):
        if source.with_suffix(".html").exists():
            pairs[source.parent].append(source)
    found: dict[str, str] = {}
    for sources in pairs.values():
        tried = []
        for chosen in (language,) if language else LANGUAGES:
            verdicts = {
                str(source.relative_to(folder)): verdict(
                    source.read_text("utf-8"), source.with_suffix(".html").read_text("utf-8"), chosen
                )
                for source in sources
            }
            tried.append((sum(one != DIFFERENT for one in verdicts.values()), verdicts))
        found |= max(tried, key=lambda one: one[0])[1]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    verdicts = measure(chosen.pairs, chosen.language) if chosen.pairs.is_dir() else {}
    if not verdicts:
        give_up(f"{chosen.pairs} holds no pair of .txt and .html files.")
    counts = [sum(one == kind for one in verdicts.values()) for kind in (IDENTICAL, EQUIVALENT, DIFFERENT)]
    result = dict(zip(("pairs", IDENTICAL, EQUIVALENT, DIFFERENT), (len(verdicts), *counts), strict=True))
    other = [name for name, one in verdicts.items() if one == DIFFERENT]
    say(result, "\n".join([table(list(result.items()), ("what", "value")), *other]), as_json=chosen.json)


if __name__ == "__main__":
    main()
