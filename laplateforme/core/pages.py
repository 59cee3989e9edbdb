"""Public pages kept in memory until something public is written.

Each process keeps answers by (generation, day, host, address, language, theme). The generation is one row that
every write of a public table advances inside its own transaction: whoever commits is seen at the next request,
by every process, without a message between them. Price: one small SELECT a request.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from laplateforme.core.counters import count

MOST = 2_000
LARGEST = 300_000
OURS = {"core", "accounts", "places", "network", "forum", "offers", "guidance", "groups", "exchange", "editorial"}
WRITE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)
VISIT = "visit"  # the name of the counter
MACHINE = re.compile(r"bot\b|bot/|crawl|spider|slurp|preview|monitor|curl|wget|python|feed|^$", re.I)
COLUMN = re.compile(r'"?(\w+)"?\s*=')
_public_tables: set[str] = set()
_others: dict[str, frozenset[str]] = {}  # tables of libraries: table -> columns that no public page shows


def public_tables() -> set[str]:
    """Tables whose writing makes kept pages old: those of our models that do not say otherwise."""
    if not _public_tables:
        for model in apps.get_models(include_auto_created=True):
            owner: Any = model._meta.auto_created or model
            is_history = model.__name__.startswith("Historical")
            if owner._meta.app_label in OURS and not is_history and getattr(owner, "changes_public_pages", True):
                _public_tables.add(model._meta.db_table)
        _public_tables.update(_others)
    return _public_tables


def also_public(table: str, *, silent: frozenset[str] = frozenset()) -> None:
    """A table of a library that public pages show. An UPDATE of nothing but `silent` columns changes no page."""
    _others[table] = silent
    _public_tables.clear()


def is_silent(table: str, sql: str) -> bool:
    """Does this statement write columns only that no public page shows?"""
    silent = _others.get(table)
    if not silent:
        return False
    before, mark, _ = sql.partition(" WHERE ")
    _, is_update, columns = before.partition(" SET ")
    return bool(mark and is_update) and set(COLUMN.findall(columns)) <= silent


def advance_on_write(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper, on every connection: a write of a public table advances the generation with it."""
    result = execute(sql, params, many, context)
    match = WRITE.match(sql) if isinstance(sql, str) else None
    if match and match[1] in public_tables() and not is_silent(match[1], sql):
        with context["connection"].cursor() as cursor:
            cursor.execute("UPDATE core_generation SET value = value + 1 WHERE id = 1")
    return result


def current_generation() -> int:
    """The generation now, 0 when there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_generation WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def note_visit(request: HttpRequest, key: str) -> None:
    """One more reading, today, of what `visit_of` names on the answer; machines that say who they are count for none.

    Nothing about the reader is kept: no cookie, no address.
    """
    if key and request.method == "GET" and not MACHINE.search(request.META.get("HTTP_USER_AGENT", "")):
        count(VISIT, key, day=timezone.localdate())


class PageCacheMiddleware:
    """Serves what `cached_for_anonymous` allowed to keep, to whoever has no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: OrderedDict[tuple[Any, ...], tuple[bytes, dict[str, str], str]] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = request.COOKIES
        is_shared = request.method == "GET" and settings.SESSION_COOKIE_NAME not in cookies
        generation = current_generation() if is_shared else 0
        if is_shared:
            request.generation = generation  # type: ignore[attr-defined]  # asked once a request
        if not generation:
            response = self.get_response(request)
            note_visit(request, getattr(response, "visit_of", ""))
            return response
        key = (
            generation,
            timezone.localdate(),  # dates to come, days ago
            request.META.get("HTTP_HOST", ""),
            request.get_full_path(),
            cookies.get(settings.LANGUAGE_COOKIE_NAME, ""),
            cookies.get("lp_theme", ""),
            request.META.get("HTTP_SAVE_DATA", ""),
        )
        kept = self.kept.get(key)
        if kept is not None:
            response = HttpResponse(kept[0], headers=kept[1])
            response.was_kept = True  # type: ignore[attr-defined]
            note_visit(request, kept[2])
            return response
        response = self.get_response(request)
        visited = getattr(response, "visit_of", "")
        note_visit(request, visited)
        if self.may_keep(response):
            self.kept[key] = (response.content, dict(response.headers), visited)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return response

    @staticmethod
    def may_keep(response: HttpResponse) -> bool:
        return (
            getattr(response, "may_be_kept", False)
            and response.status_code == 200
            and not response.cookies
            and not response.streaming
            and len(response.content) <= LARGEST
        )
