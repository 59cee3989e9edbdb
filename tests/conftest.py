"""Guards that watch every test, and what all tests share."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from tests.once import FOLDER
from tests.shares import SHARE

OWN_FOLDER = pytest.StashKey[Path]()  # only where nobody gave one folder to several families
LONG = (
    "tests/fault",
    "tests/canary",
    "tests/core/test_installation.py",
    "tests/editorial/test_workshop.py",
    "tests/projects/test_never_undone.py",
    "tests/test_every_form.py",
    "tests/browser/test_every_page.py",
    "tests/browser/test_stand.py",
)
PARIS = ZoneInfo("Europe/Paris")


def pytest_configure(config: pytest.Config) -> None:
    """French needs compiled catalogues: made once, before any worker reads them. And a folder for what all share."""
    if not hasattr(config, "workerinput"):
        import django

        if FOLDER not in os.environ:
            os.environ[FOLDER] = tempfile.mkdtemp(prefix="laplateforme-tests-")
            config.stash[OWN_FOLDER] = Path(os.environ[FOLDER])
        django.setup()
        call_command("messages", "--compile")


def pytest_sessionstart() -> None:
    from tests.emptying import empty_only_what_is_filled

    empty_only_what_is_filled()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        from tests.fault.house import forget_template

        forget_template(Path(os.environ[FOLDER]))
        if own := config.stash.get(OWN_FOLDER, None):
            shutil.rmtree(own, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is long begins first, so that nobody waits for it in the end; pytest-django then puts what asks the database
    before the rest, since a browser’s loop in the same process would keep it from making one. The second of two
    databases leaves out what asks no database: the first has done it.
    """
    items.sort(key=lambda item: not str(item.path.relative_to(config.rootpath)).startswith(LONG))
    if os.environ.get(SHARE, "").startswith("1/"):
        left_out = [item for item in items if not asks_a_database(item)]
        items[:] = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)


def asks_a_database(item: pytest.Item) -> bool:
    """Tests of faults speak to databases through programs of their own."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        item.get_closest_marker("django_db") is not None
        or bool(fixtures & {"db", "transactional_db", "live_server"})
        or "fault" in item.path.parts
    )


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    """What a process keeps between requests does not pass from one test to the next."""
    from laplateforme.core import counters
    from laplateforme.guidance.actions import exposure

    cache.clear()
    counters.waiting.forget()
    exposure.waiting.forget()


@pytest.fixture(autouse=True)
def _no_naive_dates() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=r".*received a naive datetime.*", category=RuntimeWarning)
        yield


@pytest.fixture
def noon() -> datetime:
    """A Monday at noon in Paris: 23 November 2026."""
    return datetime(2026, 11, 23, 12, tzinfo=PARIS)


@pytest.fixture
def now() -> datetime:
    """A little before now: what is written at this moment has already happened."""
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def run_tasks() -> Callable[[], int]:
    """Does the work that waits, as the worker would; returns how many tasks ran."""

    def run() -> int:
        from django_tasks_db.models import DBTaskResult

        count = 0
        while (result := DBTaskResult.objects.ready().first()) is not None:
            result.claim("tests")
            result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
            result.delete()
            count += 1
        return count

    return run
