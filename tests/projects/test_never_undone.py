"""An older backup that is put back brings nobody back who was erased, and no agreement that was withdrawn."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.utils import timezone

from laplateforme.core import tombstones
from laplateforme.projects import actions
from laplateforme.projects.models import Consent, Holder
from tests.core.test_installation import laplateforme
from tests.factories.projects import Room, agreed, opened, the_holder
from tests.fault.house import template

YESTERDAY_AND_TODAY = """
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from laplateforme.projects import actions
from laplateforme.projects.models import Consent, Holder
from tests.factories.projects import room, opened, agreed, person
world, now = room(), timezone.now()
with transaction.atomic():
    for number in range(40):
        project = opened(world, now, person=person(first_name=f"P{number}", email=f"p{number}@porteuse.example"))
        agreed(project, world.receiver, now)
call_command("backup", ARCHIVE, verbosity=0)
for holder in Holder.objects.order_by("email")[:20]:
    actions.forget_person(holder=holder, at=timezone.now())
for consent in Consent.objects.filter(closed_at__isnull=True)[:10]:
    actions.withdraw_consent(consent=consent, at=timezone.now())
"""
PEOPLE = "SELECT count(*) FROM projects_holder WHERE first_name <> ''"
AGREEMENTS = "SELECT count(*) FROM projects_consent WHERE closed_at IS NULL"


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="plays on its own SQLite database")
def test_who_was_erased_since_the_backup_stays_erased(tmp_path: Path) -> None:
    folder, archive = (
        Path(shutil.copytree(template(), tmp_path / "data")),
        tmp_path / "yesterday.tar.gz",
    )

    def count() -> list[int]:
        with sqlite3.connect(folder / "laplateforme.sqlite3") as database:
            return [database.execute(words).fetchone()[0] for words in (PEOPLE, AGREEMENTS)]

    code = YESTERDAY_AND_TODAY.replace("ARCHIVE", repr(str(archive)))
    made = laplateforme(folder, "shell", "-v", "0", "-c", code)
    assert made.returncode == 0, made.stderr
    assert count() == [20, 10]
    lines = (folder / "backups" / "never-undone.jsonl").read_text()
    assert lines.count("\n") == 30
    assert "P1" not in lines
    assert "@" not in lines

    run = laplateforme(folder, "restore", str(archive), "--yes")
    assert run.returncode == 0, run.stderr
    assert "30 erasures and withdrawals" in run.stdout
    assert count() == [20, 10]


def test_without_its_line_an_erasure_is_not_acknowledged(world: Room, noon, monkeypatch) -> None:
    project = opened(world, noon)
    holder = the_holder(project)

    def full(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tombstones, "note", full)
    with pytest.raises(OSError, match="No space"):
        actions.forget_person(holder=holder, at=noon)
    assert Holder.objects.get(pk=holder.pk).first_name == "Leïla"


def test_deeds_are_known_from_the_journal_where_another_machine_did_them(world: Room, noon) -> None:
    gone, withdrawn, kept = (opened(world, noon) for _ in range(3))
    agreement, other = agreed(withdrawn, world.receiver, noon), agreed(kept, world.receiver, noon)
    actions.forget_person(holder=the_holder(gone), at=noon)
    actions.withdraw_consent(consent=agreement, at=noon)
    tombstones.path().unlink()
    known = tombstones.gather()
    # As the backup of the day before has them:
    Holder.objects.filter(projects=gone).update(first_name="Leïla", erased_at=None)
    Consent.objects.filter(pk=agreement.pk).update(closed_at=None, closing="")

    assert tombstones.do_again(known, at=timezone.now()) == 2
    assert list(Holder.objects.exclude(first_name="").values_list("projects", flat=True)) != [gone.pk]
    assert set(Consent.objects.filter(closed_at__isnull=True)) == {other}
    assert tombstones.do_again(known, at=timezone.now()) == 0


def test_a_line_cut_by_a_power_failure_hides_no_other(world: Room, noon) -> None:
    holder = the_holder(opened(world, noon))
    tombstones.path().parent.mkdir(parents=True, exist_ok=True)
    tombstones.path().write_text('{"day": "2026-11-2\n')
    tombstones.note(holder, at=noon)
    assert tombstones.digest("projects.holder", holder.pk) in tombstones.gather()
