"""House-keeping: what a review would otherwise have to remark."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

REPOSITORY = Path(__file__).resolve().parents[1]
HOUSE = REPOSITORY / "laplateforme"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


def floors() -> dict[str, int]:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(" ()"): -number for number, floor in enumerate(layers) for name in floor.split("|")}


def python_files() -> list[Path]:
    folders = (HOUSE, REPOSITORY / "tests", REPOSITORY / "benchmarks")
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def test_foreign_keys_look_down() -> None:
    height = floors()
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                there = field.related_model._meta.app_label
                if here != there and {here, there} <= height.keys() and height[there] >= height[here]:
                    wrong.append(f"{model.__name__}.{field.name} looks up to {there}")
    assert wrong == []


def test_constraints_hold_on_both_databases() -> None:
    """SQLite leaves out what it does not know, with a warning that nobody reads."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            assert getattr(constraint, "nulls_distinct", None) is None, (model, constraint.name)
            assert not getattr(constraint, "include", ()), (model, constraint.name)
            assert not str(getattr(constraint, "deferrable", "") or ""), (model, constraint.name)


def test_every_app_has_its_caption() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("laplateforme."):
            assert (config.module.__doc__ or "").strip(), f"{config.name} needs a sentence in __init__.py"


def test_files_stay_under_600_lines() -> None:
    long = [path.name for path in python_files() if len(path.read_text().splitlines()) >= 600]
    assert long == []


def test_functions_stay_under_60_lines() -> None:
    long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                if node.end_lineno - node.lineno >= 60:
                    long.append(f"{path.name}:{node.name}")
    assert long == []


def templates() -> Iterator[tuple[str, Path]]:
    for folder in HOUSE.glob("*/templates"):
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


# Found by their names by Django, allauth and the error handlers.
FOUND_BY_NAME = re.compile(
    r"^(django/forms/|account/|mfa/|usersessions/|allauth/|\d{3}\.html$|admin/|wagtailadmin/|core/errors/)"
)


def test_every_template_is_used() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in HOUSE.rglob("*") if path.suffix in {".py", ".html", ".txt"}
    )
    unused = [
        name
        for name, _ in templates()
        if not FOUND_BY_NAME.match(name) and f'"{name}"' not in sources and f"'{name}'" not in sources
    ]
    assert unused == []


def test_templates_have_no_inline_script_or_style() -> None:
    wrong = []
    for name, path in templates():
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for script in re.findall(r"<script\b[^>]*>", text):
            if "src=" not in script and "application/ld+json" not in script and "application/json" not in script:
                wrong.append(f"{name}: inline script")
        if re.search(r"<style\b|\sstyle=|\son[a-z]+=\"", text):
            wrong.append(f"{name}: inline style or handler")
    assert wrong == []


def test_pages_of_members_keep_the_head_they_extend() -> None:
    """It holds the configuration of htmx: without it, htmx writes styles that the policy refuses."""
    for path in sorted((REPOSITORY / "laplateforme").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "app_base.html" in text and "{% block head %}" in text:
            assert "{% block head %}{{ block.super }}" in text, path.name


def test_pages_call_no_other_host() -> None:
    """Links may lead elsewhere; what a page loads may not."""
    loads = re.compile(r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*(?:src|href)=\"(?:https?:)?//", re.I)
    assert [name for name, path in templates() if loads.search(path.read_text(encoding="utf-8"))] == []


def test_french_is_complete() -> None:
    call_command("messages", "--check")


def test_every_environment_variable_is_documented() -> None:
    known = (REPOSITORY / "docs/environment.md").read_text()
    used: set[str] = set()
    for path in (HOUSE / "config").rglob("*.py"):
        used |= set(re.findall(r'env\.(?:text|boolean|integer|folder|words)\(\s*"([A-Z0-9_]+)"', path.read_text()))
        used |= set(re.findall(r'environ(?:\.get)?[\[(]"((?:LP_|PORT|DATABASE)[A-Z0-9_]*)"', path.read_text()))
    for path in (HOUSE / "core/management/commands").glob("*.py"):
        used |= set(re.findall(r'environ(?:\.get)?[\[(]"((?:LP_|PORT|DATABASE)[A-Z0-9_]*)"', path.read_text()))
    assert used, "the reader of the environment has moved"
    assert sorted(name for name in used if f"`{name}`" not in known) == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (REPOSITORY / "docs/glossary.md").read_text()
    ours = [model for model in apps.get_models() if model.__module__.startswith("laplateforme.")]
    names = {model.__name__ for model in ours if not model.__name__.startswith("Historical")}
    assert sorted(name for name in names if f"`{name}`" not in glossary) == []


OUR_SPACES = {"core", "places", "network", "forum", "offers", "projects", "guidance", "groups", "exchange", "editorial"}
OUR_SPACES |= {"portal", "fairs", "referrals"}


def url_names() -> set[str]:
    """The names of all our pages, as `app:name`."""

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                name = pattern.namespace or ""
                yield from walk(pattern.url_patterns, f"{space}{name}:" if name else space)
            elif pattern.name:
                yield f"{space}{pattern.name}"

    return {name for name in walk(get_resolver().url_patterns, "") if name.split(":")[0] in OUR_SPACES}


def public_names() -> set[str]:
    return set((REPOSITORY / "tests/public_pages.txt").read_text().split())


ANY = {"pk": "01990000-0000-7000-8000-000000000000", "version": "1", "step": "situation", "function": "WELCOME"}
ANY |= {"rendition": "1", "width": "320", "number": "1"} | dict.fromkeys(("holder", "need", "consent"), ANY["pk"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(url_names()))
def test_every_page_asks_who_is_there_or_is_listed_as_public(name: str, client: Client) -> None:
    """Each URL, found by itself: a stranger is led to the sign-in unless the page is on the public list."""
    route = next(iter(get_resolver_route(name)))
    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: ANY.get(match[1], "x"), route)
    if name in public_names():
        response = client.get(address)
        assert response.status_code in {200, 301, 302, 304, 400, 404, 405, 410, 422}
        assert reverse("account_login") not in response.headers.get("Location", "")
    else:
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 302, f"{name} answers {response.status_code} to a stranger"
            assert response.headers["Location"].startswith(reverse("account_login"))


def get_resolver_route(name: str) -> Iterator[str]:
    """The route of a URL name, with its <parameters>."""

    def walk(patterns: list[URLPattern | URLResolver], space: str, route: str) -> Iterator[str]:
        for pattern in patterns:
            here = f"{route}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                yield from walk(
                    pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, here
                )
            elif f"{space}{pattern.name}" == name:
                yield here

    yield from walk(get_resolver().url_patterns, "", "")


def test_public_pages_are_the_ones_we_listed() -> None:
    """A page that anybody may open is listed in tests/public_pages.txt, so that nobody opens one by mistake."""

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, object]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                name = pattern.namespace or ""
                yield from walk(pattern.url_patterns, f"{space}{name}:" if name else space)
            else:
                yield f"{space}{pattern.name}", pattern.callback

    found = sorted(
        name
        for name, view in walk(get_resolver().url_patterns, "")
        if not getattr(view, "login_required", True) and name.split(":")[0] in OUR_SPACES
    )
    assert set(found) == public_names()


def test_locks_carry_hashes_and_no_address() -> None:
    for path in (REPOSITORY / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "http" not in text, f"{path.name} names a host"
        pinned = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==", text, re.M)
        assert len(pinned) > 20
        assert text.count("--hash=sha256:") >= len(pinned)


def test_what_is_tested_is_what_runs() -> None:
    """Every version of the lists that installations use is the one of the development list."""
    lists = {
        name: set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)", text.read_text(), re.M))
        for name in ("base", "production", "dev")
        if (text := REPOSITORY / f"requirements/{name}.txt")
    }
    assert lists["base"] - lists["dev"] == set()
    assert lists["production"] - lists["dev"] == set()


def field_at(model: type, path: str) -> object:
    """The field that `a__b` names, through relations."""
    *ways, name = path.split("__")
    for way in ways:
        model = model._meta.get_field(way).related_model  # type: ignore[attr-defined]
    return model._meta.get_field(name)  # type: ignore[attr-defined]


def test_personal_fields_say_why_and_how_long() -> None:
    """A model that names personal fields names fields that exist."""
    from laplateforme.core.privacy import Personal

    seen = 0
    for model in apps.get_models():
        for name, rule in getattr(model, "personal", {}).items():
            model._meta.get_field(name)
            assert isinstance(rule, Personal)
            assert rule.purpose
            if rule.days is not None:
                field_at(model, rule.since)
            seen += 1
    assert seen > 10


PERSON_WORDS = re.compile(r"(^|_)(email|phone|contact|message|author|user|owner_id|actor_id|answered_by|invited_by)$")


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model.__name__)
def test_fields_that_look_personal_are_declared(model: type) -> None:
    """A field whose name speaks of a person is declared, or the model says that it is about organizations."""
    if not model.__module__.startswith("laplateforme.") or model.__name__.startswith("Historical"):
        return
    if model.__name__ in {"Organization", "Network", "Offer"}:  # the contact details of bodies, made public by them
        return
    declared = getattr(model, "personal", {})
    names = [field.name for field in model._meta.get_fields() if not field.auto_created]
    assert [name for name in names if PERSON_WORDS.search(name) and name not in declared] == []


def test_what_is_done_once_a_day_exists() -> None:
    """A worker leaves out a deed that nobody wrote: its name is checked here."""
    from django.conf import settings
    from django.core.management import get_commands

    named = {command for _hour, command in settings.LP_DAILY} | set(settings.LP_EACH_MINUTE)
    assert named - set(get_commands()) == set()
