"""The French catalogues: what one room says must not contradict another, and no sign begins a line."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from laplateforme.core.management.commands import messages

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def rooms(folder: Path, **words: str) -> dict[str, Path]:
    for name, text in words.items():
        po = messages.french(folder / name)
        po.parent.mkdir(parents=True)
        po.write_text(HEAD + text, encoding="utf-8")
    return {name: folder / name for name in words}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ('msgid "done"\nmsgstr "fait"\n', []),
        ('msgid "done"\nmsgstr "faite"\n', ["done: groups, offers"]),
        ('msgctxt "promise"\nmsgid "done"\nmsgstr "faite"\n', []),
        ('msgid "done"\nmsgid_plural "done"\nmsgstr[0] "faite"\nmsgstr[1] "faites"\n', []),
    ],
    ids=["alike", "two ways", "another sense", "counted"],
)
def test_one_message_is_said_in_one_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str, expected: list[str]
) -> None:
    here = rooms(tmp_path, offers='msgid "done"\nmsgstr "fait"\n', groups=other)
    monkeypatch.setattr(messages, "rooms", lambda: here)

    assert messages.said_twice() == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Aucune offre aussi ?", "Aucune offre aussi\xa0?"),
        ("Le salon « Agir » : bientôt !", "Le salon «\xa0Agir\xa0»\xa0: bientôt\xa0!"),
        ("à 10:30 ; voir https://exemple.org/?a=1", "à 10:30\xa0; voir https://exemple.org/?a=1"),
    ],
)
def test_no_sign_begins_a_line(typed: str, said: str) -> None:
    assert messages.held_together(typed) == said


def test_what_is_compiled_is_held_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = rooms(tmp_path, offers='msgid "sure"\nmsgstr "Vraiment ?"\n')
    monkeypatch.setattr(messages, "rooms", lambda: here)
    messages.compile_catalogues()
    with messages.french(here["offers"]).with_suffix(".mo").open("rb") as compiled:
        assert GNUTranslations(compiled).gettext("sure") == "Vraiment\xa0?"
