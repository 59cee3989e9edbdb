"""Guards that watch every test, and what all tests share."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.management import call_command

from tests.once import FOLDER

PARIS = ZoneInfo("Europe/Paris")


def pytest_configure(config: pytest.Config) -> None:
    """French needs compiled catalogues: made once, before any worker reads them. And a folder for what all share."""
    if not hasattr(config, "workerinput"):
        import django

        os.environ[FOLDER] = tempfile.mkdtemp(prefix="laplateforme-tests-")

        django.setup()
        call_command("messages", "--compile")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        from tests.fault.house import forget_template

        forget_template(Path(os.environ[FOLDER]))
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


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
