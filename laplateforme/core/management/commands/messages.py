"""Extracts, checks and compiles the French catalogues of every room, without system gettext."""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "Personal": None,  # the purposes that models declare are read by people, on the page "Your data"
}
BEFORE_SIGN = re.compile(r"(?<=\S) (?=[;:?!»])|(?<=«) ")


def held_together(french: str) -> str:
    """The signs that French sets apart, held to their word: none of them begins a line."""
    return BEFORE_SIGN.sub("\u00a0", french)


def messages_of(folder: Path) -> Catalog:
    """All messages of the Python files and templates below `folder`."""
    catalog = Catalog(locale="fr", project="LaPlateforme", charset="utf-8")
    files = [path for pattern in ("*.py", "*.html", "*.txt") for path in folder.rglob(pattern)]
    for path in sorted(files):
        if "migrations" in path.parts or "static" in path.parts or "data" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in path.parts:
                continue
            # What is not a message comes out as words of X: without its indentation, Python's tokenizer can read it.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        place = str(path.relative_to(folder.parent))
        for line, message, comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators:"]):
            catalog.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    return catalog


def rooms() -> dict[str, Path]:
    return {
        config.label: Path(config.path) for config in apps.get_app_configs() if config.name.startswith("laplateforme.")
    }


def french(folder: Path) -> Path:
    return folder / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> None:
    """Writes every django.mo that is older than its django.po, each whole or not at all; what was read is forgotten."""
    for folder in rooms().values():
        po = french(folder)
        mo = po.with_suffix(".mo")
        if po.exists() and (not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime):
            with po.open("rb") as source:
                catalog = read_po(source, locale="fr")
            for message in catalog:
                if message.id and message.string:
                    said = message.string
                    message.string = held_together(said) if isinstance(said, str) else tuple(map(held_together, said))
            part = mo.with_suffix(f".{os.getpid()}.part")
            with part.open("wb") as target:
                write_mo(target, catalog)
            part.replace(mo)
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


def missing(folder: Path) -> list[str]:
    """Messages without French, or whose French is doubtful."""
    po = french(folder)
    catalog = Catalog(locale="fr")
    if po.exists():
        with po.open("rb") as source:
            catalog = read_po(source, locale="fr")
    found = []
    for message in messages_of(folder):
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        strings = known.string if known and isinstance(known.string, tuple | list) else (known.string if known else "",)
        if known is None or known.fuzzy or not all(strings):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def said_twice() -> list[str]:
    """Messages with one English and several French: Django keeps one catalogue, where the first room wins everywhere.
    What has two senses needs a context (pgettext) or words of its own.
    """
    seen: dict[tuple[Any, Any], dict[str, set[str]]] = {}
    for label, folder in rooms().items():
        with french(folder).open("rb") as source:
            for message in read_po(source, locale="fr"):
                if message.id:
                    ways = seen.setdefault((message.context, message.id), {})
                    ways.setdefault(str(message.string), set()).add(label)
    return [
        f"{message}: {', '.join(sorted(label for labels in ways.values() for label in labels))}"
        for (_, message), ways in sorted(seen.items(), key=str)
        if len(ways) > 1
    ]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rooms", nargs="*", help="rooms to extract (all by default)")
        parser.add_argument("--check", action="store_true", help="only say what has no French, or several")
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            compile_catalogues()
            return
        chosen = {label: path for label, path in rooms().items() if not options["rooms"] or label in options["rooms"]}
        if not options["check"]:
            for folder in chosen.values():
                self.update(folder)
            compile_catalogues()
        lacks = {label: lack for label, folder in chosen.items() if (lack := missing(folder))}
        for label, lack in lacks.items():
            self.stdout.write(f"{label}: {len(lack)} without French")
            for message in lack:
                self.stdout.write(f"  {message}")
        twice = said_twice()
        for message in twice:
            self.stdout.write(f"several ways of saying  {message}")
        if options["check"] and (lacks or twice):
            raise CommandError("The French catalogues are not complete, or contradict each other.")

    def update(self, folder: Path) -> None:
        po = french(folder)
        po.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale="fr", charset="utf-8")
        if po.exists():
            with po.open("rb") as source:
                catalog = read_po(source, locale="fr")
        began = catalog.creation_date
        catalog.update(messages_of(folder), no_fuzzy_matching=True)
        catalog.creation_date = began  # extracting twice changes nothing
        catalog.obsolete.clear()
        with po.open("wb") as target:
            write_po(target, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
