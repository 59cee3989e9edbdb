"""`make test`: the suite on SQLite, on PostgreSQL, then in a browser. What cannot run here says why.

LP_REQUIRE_POSTGRESQL and LP_REQUIRE_BROWSER make their absence a failure (continuous integration).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.once import FOLDER

REPOSITORY = Path(__file__).resolve().parents[1]
SERVER = ("127.0.0.1", 5432)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def postgresql() -> str:
    """The address of a server to test with, "" when there is none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    try:
        socket.create_connection(SERVER, timeout=2).close()
    except OSError:
        sockets = Path("/var/run/postgresql/.s.PGSQL.5432")
        return "postgres://postgres@/laplateforme" if sockets.exists() else ""
    return "postgres://postgres@127.0.0.1:5432/laplateforme"


def browser() -> str:
    """The path of Chromium; on Debian and Ubuntu it is installed when we may."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), "")
    if found or not shutil.which("apt-get"):
        return found
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return ""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run([*as_root, "apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
    return next((path for name in CHROMIUM if (path := shutil.which(name))), "")


def pytest(title: str, *words: str, **environment: str) -> bool:
    """Runs one family of tests; True when all passed."""
    say(f"\n=== {title}")
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *words]
    values = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    code = subprocess.run(command, cwd=REPOSITORY, env={**values, **environment}, check=False).returncode
    say(f"=== {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s")
    return code == 0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="laplateforme-tests-") as folder:
        os.environ[FOLDER] = folder
        return families()


def families() -> int:
    full = "--full" in sys.argv
    quick = "" if full else " and not slow"
    address = postgresql()
    first, second = ("0/2", "1/2") if address and not full else ("0/1", "0/1")
    results = [pytest("SQLite", "-m", f"not browser and not race{quick}", LP_SHARE=first)]
    if address:
        more = {"DATABASE_URL": address, "LP_SHARE": second}
        results.append(pytest("PostgreSQL", "-m", f"not browser{quick}", **more))
    else:
        say("\n=== PostgreSQL: skipped (1 family). Give DATABASE_URL, or start a server at 127.0.0.1:5432.")
        results.append("LP_REQUIRE_POSTGRESQL" not in os.environ)
    chromium = browser()
    if chromium:
        results.append(pytest("Browser", "-m", f"browser{quick}", LP_CHROMIUM=chromium))
    else:
        say("\n=== Browser: skipped (1 family). Install Chromium (on Debian: apt install chromium).")
        results.append("LP_REQUIRE_BROWSER" not in os.environ)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
