"""The register of processing: on the page for data-protection officers, word for word what the models declare."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from laplateforme.core.privacy import Level, Personal
from laplateforme.core.retention import models_about_people
from laplateforme.portal.queries.register import BEGIN, END, kept_since, register_table, with_register

PAGE = Path(__file__).parents[2] / "docs/donnees-personnelles.md"


def test_the_page_for_officers_says_what_the_models_declare() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_register(page), (
        "The table is not in step with the models; write it again: "
        "laplateforme register --into docs/donnees-personnelles.md"
    )


def test_a_declaration_that_changes_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE.read_text(encoding="utf-8")
    model, declared = next((model, declared) for model, declared in models_about_people() if len(declared) > 1)
    name = next(iter(declared))
    monkeypatch.setitem(declared, name, Personal("Une autre finalité", Level.SECRET, 4000, "ends_at"))
    assert page != with_register(page)
    assert "| Une autre finalité | secret | 10 ans après la fin |" in register_table()


def test_delays_say_from_when_they_are_counted() -> None:
    for _model, declared in models_about_people():
        for rule in declared.values():
            assert (rule.days is None) != (" après " in kept_since(rule))


def test_each_purpose_is_said_in_french() -> None:
    purposes = {rule.purpose for _model, declared in models_about_people() for rule in declared.values()}
    with translation.override("fr"):
        assert {purpose for purpose in purposes if translation.gettext(purpose) == purpose} == set()


def test_command_writes_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"avant\n{BEGIN}\nvieux\n{END}\naprès\n", encoding="utf-8")
    call_command("register", into=page)
    assert page.read_text(encoding="utf-8") == f"avant\n{BEGIN}\n\n{register_table()}\n{END}\naprès\n"
    page.write_text("sans marques", encoding="utf-8")
    with pytest.raises(CommandError, match="two marks"):
        call_command("register", into=page)
    assert page.read_text(encoding="utf-8") == "sans marques"
