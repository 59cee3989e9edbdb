"""`python -m benchmarks.pages [--json] [--articles N]`: CPU of public pages, kept and first time, against a bare view.

All in one process and one run, through the WSGI handler, on a temporary SQLite database with the demonstration:
milliseconds of CPU (process time, so that neighbours weigh little), median of rounds. The bare view answers the
same bytes behind Django's usual middleware. Goals: kept ≤ 0.6 ms and ≤ 2 × bare; first time ≤ 8 ms and ≤ 15 queries.

First time: the page is not kept, in a process that has served others; cards and signs already drawn stay drawn, as they
do after an edit. The figures of the whole run are the worst of the first page, an offer and the directory; the other
pages that people meet first stand under `pages` as well. A route is never kept.

`--articles N`: measures the site instead, with N articles of some 20 kB in sections in sections, with keywords and
replies: an article, its section, a keyword, the first page of the resources and a feed.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median
from typing import Any

PAGES = {"home": "/r/calanques/", "offer": "/r/calanques/offres/f2cb/", "directory": "/r/calanques/annuaire/"}
OTHERS = {
    "search": "/r/calanques/annuaire/?q=statuts",
    "near": "/r/calanques/annuaire/?lieu=13005",
    "questions": "/r/calanques/questions/",
    "question": "/r/calanques/questions/par-ou-commencer/",
    "organization": "/r/calanques/structures/cercle-passe-relais/",
    "agenda": "/r/calanques/agenda/",
    "chain": "/r/calanques/filiere/",
    "network": "/r/calanques/le-reseau/",
    "route": "/r/calanques/trajectoire/?situation=team&lieu=13005&equipe=several",
}
ROUNDS = 7


def prepare(folder: str) -> None:
    """A process of its own with the demonstration in `folder`."""
    for name in [name for name in os.environ if name.startswith(("LP_", "DATABASE"))]:
        del os.environ[name]
    os.environ |= {"LP_DATA_DIR": folder, "LP_LOG_LEVEL": "ERROR"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "laplateforme.config.settings.dev"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("demo", no_serve=True, stdout=sys.stderr)


def write_articles(count: int) -> dict[str, str]:
    """`count` articles by the shortest way: our actions make the first ones, rows are copied for the others."""
    from benchmarks.articles import fill

    return fill(count)


def environ(address: str) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "REMOTE_ADDR": "127.0.0.1",
    }


def answer(handler: Callable[..., Any], path: str) -> bytes:
    statuses: list[str] = []
    response = handler(environ(path), lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    assert statuses == ["200 OK"], (path, statuses)
    return body


def cpu_ms(work: Callable[[], object], times: int) -> float:
    """Median over rounds of the CPU that one call costs."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - started) / times * 1000)
    return median(rounds)


def bare_handler(body: bytes) -> Callable[..., Any]:
    """A Django view that answers these bytes, behind the middleware of a new Django project."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    from benchmarks import bare_urls

    bare_urls.urlpatterns = [path("bare/", lambda request: HttpResponse(body))]
    usual = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    with override_settings(MIDDLEWARE=usual):
        handler = WSGIHandler()

    def call(*args: Any) -> Any:
        with override_settings(ROOT_URLCONF="benchmarks.bare_urls"):
            return handler(*args)

    call.handler = handler  # type: ignore[attr-defined]
    return call


def measure(pages: dict[str, str]) -> dict[str, dict[str, Any]]:
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test import override_settings
    from django.test.utils import CaptureQueriesContext

    from laplateforme.core import pages as kept

    handler = WSGIHandler()
    figures = {}
    for name, path in pages.items():
        body = answer(handler, path)
        is_kept = getattr(handler(environ(path), lambda status, headers: None), "was_kept", False)
        cached = cpu_ms(lambda path=path: answer(handler, path), 200) if is_kept else None
        real = kept.current_generation
        numbers = iter(range(10_000_000, 20_000_000))
        kept.current_generation = lambda numbers=numbers: next(numbers)  # each request finds a new generation
        try:
            answer(handler, path)
            with CaptureQueriesContext(connection) as captured:
                answer(handler, path)
            queries = len(captured) + 1  # the generation itself, replaced above; later requests empty the log
            first = cpu_ms(lambda path=path: answer(handler, path), 20)
        finally:
            kept.current_generation = real
        call = bare_handler(body)
        with override_settings(ROOT_URLCONF="benchmarks.bare_urls"):
            bare = cpu_ms(lambda call=call: answer(call.handler, "/bare/"), 200)
        figures[name] = {
            "cached_cpu_ms": cached and round(cached, 3),
            "first_cpu_ms": round(first, 2),
            "bare_cpu_ms": round(bare, 3),
            "queries": queries,
            "bytes": len(body),
        }
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--articles", type=int, default=0, help="measure the site with so many articles")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="laplateforme-pages-", ignore_cleanup_errors=True) as folder:
        prepare(folder)
        pages = write_articles(options.articles) if options.articles else {**PAGES, **OTHERS}
        figures = measure(pages)
    names = ("cached_cpu_ms", "first_cpu_ms", "bare_cpu_ms", "queries")
    worst = {name: max(figures[page][name] for page in (pages if options.articles else PAGES)) for name in names}
    if options.json:
        print(json.dumps(worst | {"pages": figures}))
        return
    print(f"{'page':<12}{'kept ms':>9}{'first ms':>10}{'bare ms':>9}{'kept/bare':>11}{'queries':>9}{'bytes':>9}")
    for name, page in figures.items():
        cached = page["cached_cpu_ms"]
        kept, ratio = (f"{cached:.3f}", f"{cached / page['bare_cpu_ms']:.2f}") if cached else ("never", "")
        print(
            f"{name:<12}{kept:>9}{page['first_cpu_ms']:>10.2f}{page['bare_cpu_ms']:>9.3f}"
            f"{ratio:>11}{page['queries']:>9.0f}{page['bytes']:>9.0f}"
        )


if __name__ == "__main__":
    main()
