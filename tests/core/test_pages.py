"""Public pages kept in memory: right at once after every write."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from laplateforme.core.http import cached_for_anonymous
from laplateforme.core.models import Draft, Generation
from laplateforme.core.pages import PageCacheMiddleware, current_generation, public_tables
from laplateforme.places.models import Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def middleware(calls: list[str]) -> PageCacheMiddleware:
    Generation.objects.get_or_create(pk=1)

    @cached_for_anonymous
    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request.path)
        return HttpResponse(f"{Territory.objects.count()}")

    return PageCacheMiddleware(view)


def test_the_second_visitor_gets_the_kept_page(middleware, calls, rf: RequestFactory) -> None:
    assert middleware(rf.get("/a")).content == middleware(rf.get("/a")).content
    assert calls == ["/a"]


def test_a_public_write_is_seen_at_the_next_request(middleware, calls, rf: RequestFactory) -> None:
    before = middleware(rf.get("/a")).content
    Territory.objects.create(name="04/06", slug="04-06", codes=["dep:04"])
    after = middleware(rf.get("/a")).content

    assert (before, after) == (b"0", b"1")


def test_a_write_that_nobody_sees_keeps_the_pages(middleware, calls, rf: RequestFactory) -> None:
    middleware(rf.get("/a"))
    Draft.objects.create(owner_id="00000000-0000-0000-0000-000000000001", form="f")
    middleware(rf.get("/a"))
    assert calls == ["/a"]


def test_pages_differ_by_language_theme_host_and_query(middleware, calls, rf: RequestFactory) -> None:
    middleware(rf.get("/a"))
    middleware(rf.get("/a?x=1"))
    middleware(rf.get("/a", HTTP_HOST="other.example"))
    request = rf.get("/a")
    request.COOKIES["lp_language"] = "en"
    middleware(request)
    assert len(calls) == 4


def test_whoever_has_a_session_gets_a_page_of_their_own(middleware, calls, rf: RequestFactory, settings) -> None:
    middleware(rf.get("/a"))
    request = rf.get("/a")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    middleware(request)
    assert calls == ["/a", "/a"]


def test_answers_with_a_cookie_or_an_error_are_not_kept(rf: RequestFactory) -> None:
    Generation.objects.get_or_create(pk=1)
    count = []

    @cached_for_anonymous
    def view(request: HttpRequest) -> HttpResponse:
        count.append(1)
        response = HttpResponse("x", status=404 if request.path == "/no" else 200)
        if request.path == "/cookie":
            response.set_cookie("a", "b")
        return response

    middleware = PageCacheMiddleware(view)
    for path in ("/no", "/no", "/cookie", "/cookie"):
        middleware(rf.get(path))
    assert len(count) == 4


def test_the_generation_advances_in_the_transaction_of_the_write() -> None:
    from django.db import transaction

    Generation.objects.get_or_create(pk=1)
    before = current_generation()

    def write_and_fail() -> None:
        with transaction.atomic():
            Territory.objects.create(name="t", slug="t", codes=[])
            assert current_generation() > before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert current_generation() == before


def test_tables_of_people_do_not_touch_public_pages() -> None:
    tables = public_tables()
    assert {"network_network", "offers_offer", "guidance_keyquestion", "guidance_keyquestion_offers"} <= tables
    assert tables.isdisjoint({"core_draft", "guidance_contactrequest", "accounts_user", "offers_historicaloffer"})
