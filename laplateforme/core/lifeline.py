"""No process outlives the one that started it: not even when that one is killed and can tell nobody.

Two ropes, both portable. A program that `serve` starts holds the end of a pipe as its standard input: the system closes
it when `serve` dies, however it dies. The processes that a web server makes look at who their parent is, and at the
pipe that multiprocessing keeps between both where it made them.
"""

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import wait

SUPERVISED = "LP_SUPERVISED"  # set by `serve` for what it starts
SERVER = "LP_SERVER_PID"  # set by the web server's first process for those that it makes
EVERY_SECONDS = 0.5


def end_at_once() -> None:
    """Without a word: what was in progress is cut as if this process had been killed as well."""
    os._exit(1)


def hold_supervisor(on_end: Callable[[], None] = end_at_once) -> bool:
    """Calls `on_end` (in a thread) when the `serve` that started this process is gone. False when there is none."""
    if os.environ.pop(SUPERVISED, "") != "yes":
        return False
    _in_background(_until_closed, on_end)
    return True


def announce_server() -> None:
    """The processes made from now on find out by `hold_server` when this one is gone."""
    os.environ[SERVER] = str(os.getpid())


def hold_server(on_end: Callable[[], None] = end_at_once) -> bool:
    """Calls `on_end` (in a thread) when the web server that made this process is gone. False when there is none."""
    said = os.environ.get(SERVER, "")
    if not said.isdigit() or int(said) == os.getpid():
        return False
    _in_background(lambda: _until_orphan(int(said)), on_end)
    return True


def _until_closed() -> None:
    while os.read(0, 1024):
        pass


def _until_orphan(server: int) -> None:
    parent = parent_process()
    while os.getppid() == server:
        if parent is None:
            time.sleep(EVERY_SECONDS)
        elif wait([parent.sentinel], timeout=EVERY_SECONDS):
            return


def _in_background(until: Callable[[], None], then: Callable[[], None]) -> None:
    def watch() -> None:
        until()
        then()

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
