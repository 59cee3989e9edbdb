"""`python -m benchmarks.worker [--json]`: how soon a second start answers, and what a web worker weighs after visits.

The real command (`laplateforme demo`), on a temporary folder: prepared once, then started several times; each start is
timed until its first page has come whole. On the last one, every page that links lead to is fetched, by nobody and then
by the facilitator of the demonstration, and the memory of the processes behind the web server is read. Goals: first
page of a later start ≤ 5 s, a web worker ≤ 160 MB.
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from statistics import median
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

STARTS = 3
MOST_PAGES = 250
LONGEST_START = 60.0
HOME = "/r/calanques/"
LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"')
PERSONA = re.compile(r'<form method="post">.*?value="([^"]+)".*?name="persona" value="([^"]+)"', re.S)
LEAVES = re.compile(r"/compte/|\.(?:pdf|ics|svg|csv|xlsx|zip)$")  # acts, and files made by other programs


def environment(folder: str, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LP_", "DATABASE", "DJANGO_"))}
    return {**kept, "LP_DATA_DIR": folder, "LP_LOG_LEVEL": "ERROR", "PORT": str(port)}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(folder: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The demonstration running; stopped, with all it started, at the end."""
    command = [sys.executable, "-m", "laplateforme.config.cli", "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment(folder, port), stdout=subprocess.DEVNULL)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)


def first_page(address: str) -> None:
    """Waits until the first page has come whole."""
    browser = build_opener()
    until = time.monotonic() + LONGEST_START
    while True:
        try:
            with browser.open(address + HOME, timeout=LONGEST_START) as answer:
                assert b"</html>" in answer.read()
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def visit(browser: OpenerDirector, address: str, start: str) -> int:
    """Fetches what links lead to from `start`, nearest first. How many pages answered."""
    waiting, seen, count = [start], {start}, 0
    while waiting and count < MOST_PAGES:
        page = waiting.pop(0)
        try:
            with browser.open(address + page, timeout=60) as answer:
                is_html = "text/html" in answer.headers.get("Content-Type", "")
                body = answer.read().decode() if is_html else ""
        except HTTPError as refusal:
            if refusal.code >= 500:
                raise
            continue
        count += 1
        for link in LINK.findall(body):
            found, _anchor = urldefrag(urljoin(address + page, unescape(link)))
            path = found.removeprefix(address)
            if found.startswith(f"{address}/") and path not in seen and not LEAVES.search(urlsplit(path).path):
                seen.add(path)
                waiting.append(path)
    return count


def sign_in(browser: OpenerDirector, address: str) -> None:
    """As the first person of the demonstration's list, who facilitates the network."""
    page = f"{address}/compte/demo/"
    with browser.open(page) as answer:
        found = PERSONA.search(answer.read().decode())
    assert found, "nobody to be"
    with browser.open(page, urlencode({"csrfmiddlewaretoken": found[1], "persona": found[2]}).encode()) as answer:
        assert 'class="account-menu"' in answer.read().decode()


def web_megabytes(root: int) -> float:
    """Resident memory of the heaviest process that serves pages, under `root`."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True).stdout
    processes = [line.split(None, 3) for line in listed.splitlines()]
    family = {str(root)}
    web: dict[str, int] = {}
    for _ in range(5):  # the supervisor, the server, its workers: a tree is not deep
        for pid, parent, rss, words in processes:
            if parent in family:
                family.add(pid)
                if " worker" not in words and (parent in web or "config.web" in words):
                    web[pid] = int(rss)
    return round(max(web.values()) / 1024, 1)


def measure(folder: str) -> dict[str, object]:
    port = free_port()
    address = f"http://localhost:{port}"
    prepare = [sys.executable, "-m", "laplateforme.config.cli", "demo", "--no-serve"]
    subprocess.run(prepare, env=environment(folder, port), stdout=sys.stderr, check=True)
    starts = []
    for number in range(1, STARTS + 1):
        started = time.monotonic()
        with served(folder, port) as server:
            first_page(address)
            starts.append(round(time.monotonic() - started, 2))
            if number < STARTS:
                continue
            new = web_megabytes(server.pid)
            public = visit(build_opener(), address, HOME)
            after_public = web_megabytes(server.pid)
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            sign_in(browser, address)
            signed_in = visit(browser, address, f"{HOME}a-faire/")
            after = web_megabytes(server.pid)
    return {
        "start_s": median(starts), "starts_s": starts, "new_mb": new, "public_pages": public,
        "public_mb": after_public, "signed_in_pages": signed_in, "worker_mb": after,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="laplateforme-worker-", ignore_cleanup_errors=True) as folder:
        figures = measure(folder)
    if options.json:
        print(json.dumps(figures))
        return
    print(f"first page of a later start: {figures['start_s']} s (median of {figures['starts_s']})")
    print(f"web worker, new: {figures['new_mb']} MB")
    print(f"after {figures['public_pages']} public pages: {figures['public_mb']} MB")
    print(f"after {figures['signed_in_pages']} pages of a facilitator: {figures['worker_mb']} MB")


if __name__ == "__main__":
    main()
