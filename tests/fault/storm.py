"""A process of the lock storm: threads that read, think, then write, through Django's own connections.

python -m tests.fault.storm DATABASE MODE THREADS TIMES
"""

import json
import sys
import threading
import time


def configure(path: str, mode: str) -> None:
    import django
    from django.conf import settings

    from laplateforme.config.settings.base import SQLITE_OPTIONS

    options = {**SQLITE_OPTIONS, "transaction_mode": mode}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
    settings.configure(DATABASES={"default": database}, USE_TZ=True)
    django.setup()


def add_one() -> None:
    """What most actions do: look, decide, write."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT n FROM counter WHERE id = 1")
        (before,) = cursor.fetchone()
        time.sleep(0.001)
        cursor.execute("UPDATE counter SET n = %s WHERE id = 1", [before + 1])


def write(times: int, durations: list[float], refused: list[str]) -> None:
    from django.db import OperationalError, connection

    for _ in range(times):
        started = time.perf_counter()
        try:
            add_one()
        except OperationalError as error:
            refused.append(str(error))
        else:
            durations.append(time.perf_counter() - started)
    connection.close()


def main() -> None:
    path, mode, threads, times = sys.argv[1:]
    configure(path, mode)
    durations: list[float] = []
    refused: list[str] = []
    writers = [threading.Thread(target=write, args=(int(times), durations, refused)) for _ in range(int(threads))]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    sys.stdout.write(json.dumps({"durations": durations, "refused": refused}))


if __name__ == "__main__":
    main()
