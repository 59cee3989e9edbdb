"""A real server with the demonstration network, and a real browser. Nothing here leaves the machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.fault.house import template
from tests.once import once

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_START = 180.0  # seconds, on a machine with other work
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb"),
]


def chromium() -> str:
    return os.environ.get("LP_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not chromium():
                item.add_marker(pytest.mark.skip(reason="no Chromium: install it (on Debian, apt install chromium)"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """The demonstration, served."""

    address: str
    folder: Path

    def page(self, path: str = "", network: str = "calanques") -> str:
        return f"{self.address}/r/{network}/{path.lstrip('/')}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site") / "data"
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LP_", "DATABASE", "DJANGO"))}
    environment = kept | {"LP_DATA_DIR": str(folder), "PORT": str(port), "LP_LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "laplateforme.config.cli"]

    def make(empty: Path) -> None:
        shutil.copytree(template(), empty, dirs_exist_ok=True)
        made = subprocess.run(
            [*command, "demo", "--no-serve"],
            cwd=REPOSITORY, env={**environment, "LP_DATA_DIR": str(empty)}, capture_output=True, text=True,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout + made.stderr

    shutil.copytree(once("demonstration", make), folder)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield Site(f"http://localhost:{port}", folder)
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer in time")


def wait_until(found: Callable[[], str], seconds: float = 30) -> str:
    """Asks again until there is an answer: work behind the pages takes its time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.3)
    raise AssertionError("it did not come")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of a width, in a theme, with or without JavaScript; whatever breaks the policy fails the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_page(width: int = 360, theme: str = "light", javascript: bool = True, **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 740 if width < 700 else 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            bypass_csp=False,
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: broken.append(f"{page.url}: {said.text}") if is_broken(said.text) else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert broken == []


def is_broken(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text or "Uncaught" in text


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], None]:
    """Signs a persona of the demonstration in, by name."""

    def go(page: Page, name: str) -> None:
        page.goto(f"{site.address}/compte/demo/")
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()

    return go
