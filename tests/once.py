"""What is long to make and the same for all: made once for a run, by whichever process of tests needs it first."""

import os
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = "LP_TESTS_FOLDER"  # given to the workers by tests/conftest.py, to all families by tests/run.py
LONGEST = 300.0


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled. Copy what is in it before changing anything. Fails where making it failed."""
    folder = Path(os.environ[FOLDER]) / name
    ready, failed = folder.with_suffix(".ready"), folder.with_suffix(".failed")
    try:
        folder.mkdir()
    except FileExistsError:
        ends = time.monotonic() + LONGEST
        while not ready.exists():
            assert not failed.exists(), f"{name}: {failed.read_text(encoding='utf-8')}"
            assert time.monotonic() < ends, f"{name} was not made in time"
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException as error:
        failed.write_text(str(error), encoding="utf-8")
        raise
    ready.touch()
    return folder
