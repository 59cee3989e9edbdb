"""`make check`: everything that can be said of the code without running the product."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("ruff", ["ruff", "check", "-q", "."]),
    ("format", ["ruff", "format", "--check", "-q", "."]),
    ("types", ["mypy", "laplateforme"]),
    ("contracts", ["lint-imports"]),
    ("templates", ["djlint", "laplateforme", "--lint", "--quiet"]),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("catalogues", ["python", "manage.py", "messages", "--check"]),
    ("deployment", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="laplateforme-check-") as data:
        environment = {**os.environ, "LP_DATA_DIR": data}
        production = {
            "DJANGO_SETTINGS_MODULE": "laplateforme.config.settings.prod",
            "LP_ADDRESS": "https://reseau.example",
            "LP_SECRET_KEY": "not-a-secret-only-long-enough-for-the-deployment-check-0123456789",
            "LP_EMAIL_URL": "smtp://localhost:25",
        }
        for name, (program, *words) in CHECKS:
            started = time.monotonic()
            values = environment | (production if name == "deployment" else {})
            run = subprocess.run([BIN / program, *words], cwd=REPOSITORY, env=values, capture_output=True, text=True)
            ok = run.returncode == 0
            sys.stdout.write(f"{'ok    ' if ok else 'FAILED'} {name} ({time.monotonic() - started:.0f} s)\n")
            if not ok:
                failed.append(name)
                sys.stdout.write(run.stdout[-6000:] + run.stderr[-6000:] + "\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
