"""The index follows the database: at once for who saves, by the sequence for the others."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from laplateforme.core import search
from laplateforme.core.models import SearchChange
from laplateforme.core.search import Document, SearchRequest, changes

things: dict[str, Document] = {}


def provide(keys: object) -> list[Document]:
    wanted = things if keys is None else [key for key in keys if key in things]
    return [things[key] for key in wanted]


def put(key: str, title: str, network: str = "a") -> None:
    things[key] = Document("thing", key, (network,), {"title": title})


def keys_of(text: str, network: str = "a") -> set[str]:
    return {hit.key for hit in search.search(SearchRequest(text=text, network=network, kinds=("thing",))).hits}


@pytest.fixture(autouse=True)
def _things(tmp_path: Path, settings: object) -> Iterator[None]:
    settings.LP_DATA_DIR = tmp_path
    settings.LP_SEARCH_IN_MEMORY = False
    things.clear()
    search.forget()
    search.register("thing", provide)
    yield
    search.unregister("thing")
    search.forget()


@pytest.fixture
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second between two looks at the sequence is over."""
    monkeypatch.setattr(changes, "CHECK_EVERY", 0.0)


@pytest.mark.django_db(transaction=True)
def test_first_search_builds_the_index() -> None:
    put("1", "Couveuse")
    assert keys_of("couveuse") == {"1"}


@pytest.mark.django_db(transaction=True)
def test_who_saves_sees_it_at_once() -> None:
    put("1", "Couveuse")
    keys_of("couveuse")
    with transaction.atomic():
        put("2", "Pépinière")
        search.note_change("thing", "2")
    assert keys_of("pepiniere") == {"2"}


@pytest.mark.django_db(transaction=True)
def test_changed_and_removed_things_leave_no_trace() -> None:
    put("1", "Couveuse")
    put("2", "Couveuse rurale")
    assert keys_of("couveuse") == {"1", "2"}
    put("1", "Atelier partagé")
    del things["2"]
    search.note_changes("thing", ["1", "2"])
    assert keys_of("couveuse") == set()
    assert keys_of("atelier") == {"1"}


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_is_not_followed() -> None:
    keys_of("x")

    @transaction.atomic
    def fail() -> None:
        search.note_change("thing", "1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert SearchChange.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_changes_written_by_another_process_arrive_through_the_sequence(looks_at_once: None) -> None:
    keys_of("x")
    put("9", "Fablab")
    SearchChange.objects.create(kind="thing", key="9")  # as another host would: the row, and nothing else
    assert keys_of("fablab") == {"9"}


@pytest.mark.django_db(transaction=True)
def test_a_number_committed_late_is_not_lost(looks_at_once: None) -> None:
    keys_of("x")
    SearchChange.objects.create(pk=12, kind="thing", key="12")
    keys_of("x")
    put("11", "Tiers-lieu")
    SearchChange.objects.create(pk=11, kind="thing", key="11")
    assert keys_of("tiers-lieu") == {"11"}


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_rebuilds_the_index(looks_at_once: None) -> None:
    put("1", "Couveuse")
    search.note_change("thing", "1")
    assert keys_of("couveuse") == {"1"}
    SearchChange.objects.all().delete()
    things.clear()
    put("3", "Hôtel d’activités")
    SearchChange.objects.create(pk=1, kind="thing", key="0")
    assert keys_of("hotel") == {"3"}
    assert keys_of("couveuse") == set()


@pytest.mark.django_db(transaction=True)
def test_a_busy_writer_leaves_the_change_to_the_sequence(looks_at_once: None) -> None:
    keys_of("x")
    store = changes.current_store()
    writer = store._index.writer(heap_size=15_000_000, num_threads=1)
    put("1", "Couveuse")
    search.note_change("thing", "1")
    assert keys_of("couveuse") == set()
    with pytest.raises(changes.WriterBusy):
        search.catch_up()
    writer.wait_merging_threads()
    assert keys_of("couveuse") == {"1"}


@pytest.mark.django_db(transaction=True)
def test_a_second_reader_sees_what_the_first_committed(looks_at_once: None) -> None:
    keys_of("x")
    mine = changes.current_store()
    search.forget()
    put("1", "Couveuse")
    search.note_change("thing", "1")
    assert keys_of("couveuse") == {"1"}
    mine.refresh()
    assert mine.snapshot().searcher.num_docs == 1


@pytest.mark.django_db(transaction=True)
def test_a_broken_index_is_built_again(looks_at_once: None) -> None:
    put("1", "Couveuse")
    keys_of("couveuse")
    folder = changes.current_store().folder
    for file in folder.glob("g*/meta.json"):
        file.write_text("{")
    search.forget()
    assert keys_of("couveuse") == {"1"}


@pytest.mark.django_db(transaction=True)
def test_a_missing_folder_is_built_again(looks_at_once: None) -> None:
    import shutil

    put("1", "Couveuse")
    keys_of("couveuse")
    shutil.rmtree(changes.current_store().folder)
    search.forget()
    assert keys_of("couveuse") == {"1"}


@pytest.mark.django_db(transaction=True)
def test_another_set_of_facets_lives_in_another_folder() -> None:
    put("1", "Couveuse")
    keys_of("couveuse")
    before = changes.current_store().folder
    search.register("thing", provide, facets=("color",))
    assert keys_of("couveuse") == {"1"}
    assert changes.current_store().folder != before


@pytest.mark.django_db(transaction=True)
def test_rebuild_counts_and_keeps_the_place_in_the_sequence(looks_at_once: None) -> None:
    put("1", "Couveuse")
    put("2", "Atelier")
    search.note_changes("thing", ["1", "2"])
    assert search.rebuild() == 2
    assert search.catch_up() == 0


@pytest.mark.django_db(transaction=True)
def test_old_numbers_are_forgotten(monkeypatch: pytest.MonkeyPatch, looks_at_once: None) -> None:
    monkeypatch.setattr(changes, "MOST_REMEMBERED", 3)
    keys_of("x")
    search.note_changes("thing", range(8))
    state = changes.current_store().state()
    assert len(state["seen"]) == 3
    assert state["floor"] == min(map(int, state["seen"])) - 1
    put("8", "Couveuse")
    search.note_change("thing", "8")
    assert keys_of("couveuse") == {"8"}


@pytest.mark.django_db(transaction=True)
def test_looks_at_the_sequence_once_a_second(django_assert_num_queries: object) -> None:
    keys_of("x")
    with django_assert_num_queries(0):
        keys_of("x")


@pytest.mark.django_db
def test_in_memory_follows_inside_the_transaction_of_a_test(settings: object) -> None:
    settings.LP_SEARCH_IN_MEMORY = True
    put("1", "Couveuse")
    search.note_change("thing", "1")
    assert keys_of("couveuse") == {"1"}
    put("2", "Couveuse")
    search.note_change("thing", "2")
    assert keys_of("couveuse") == {"1", "2"}
    assert not connection.in_atomic_block or changes.current_store().folder is None


@pytest.mark.django_db(transaction=True)
def test_threads_share_one_index() -> None:
    put("1", "Couveuse")
    keys_of("couveuse")
    store, found = changes.current_store(), []

    def read() -> None:
        found.append(store.snapshot().searcher.num_docs)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]


def test_heavy_libraries_are_not_imported_with_the_package() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'laplateforme.config.settings.test';"
        "django.setup(); import laplateforme.core.search;"
        "print([name for name in ('tantivy', 'Stemmer', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
