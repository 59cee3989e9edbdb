"""The French catalogues: what one room says must not contradict another."""

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
