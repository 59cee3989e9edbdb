from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import RequestFactory

from laplateforme.core.idempotency import FIELD, KeyedForm, idempotent
from laplateforme.core.models import Draft, IdempotencyKey

pytestmark = pytest.mark.django_db


def posted(rf: RequestFactory, **values: str) -> HttpRequest:
    request = rf.post("/somewhere", values)
    request.user = AnonymousUser()
    return request


@pytest.fixture
def create() -> Callable[[HttpRequest], HttpResponse]:
    """A view that makes one draft each time it runs, and refuses an empty name."""

    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        if not request.POST.get("name"):
            return HttpResponse("a name, please")
        count = Draft.objects.count()
        Draft.objects.create(owner_id="00000000-0000-0000-0000-000000000001", form=f"{count}")
        return HttpResponseRedirect(f"/made/{count}")

    return view


def test_two_sends_with_one_key_have_one_effect_and_the_same_answer(rf: RequestFactory, create) -> None:
    first = create(posted(rf, name="a", **{FIELD: "k1"}))
    second = create(posted(rf, name="a", **{FIELD: "k1"}))

    assert (first.status_code, first["Location"]) == (302, "/made/0")
    assert (second.status_code, second["Location"]) == (302, "/made/0")
    assert Draft.objects.count() == 1


def test_without_the_decorator_the_effect_doubles(rf: RequestFactory, create) -> None:
    """The control: what the key protects from does happen without it."""
    create.__wrapped__(posted(rf, name="a", **{FIELD: "k1"}))
    create.__wrapped__(posted(rf, name="a", **{FIELD: "k1"}))

    assert Draft.objects.count() == 2


def test_a_refused_form_may_be_corrected_and_sent_with_its_key(rf: RequestFactory, create) -> None:
    refused = create(posted(rf, name="", **{FIELD: "k1"}))
    accepted = create(posted(rf, name="a", **{FIELD: "k1"}))

    assert refused.status_code == 200
    assert accepted.status_code == 302
    assert Draft.objects.count() == 1


def test_the_same_key_with_another_body_is_refused_in_words(rf: RequestFactory, create) -> None:
    create(posted(rf, name="a", **{FIELD: "k1"}))
    request = posted(rf, name="b", **{FIELD: "k1"})
    request.session = {}
    answer = create(request)

    assert answer.status_code == 422
    assert Draft.objects.count() == 1


def test_the_api_gets_its_created_answer_again(rf: RequestFactory) -> None:
    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        return JsonResponse({"made": Draft.objects.count()}, status=201)

    def call() -> HttpResponse:
        request = rf.post("/api", b'{"a":1}', content_type="application/json", HTTP_IDEMPOTENCY_KEY="x")
        request.user = AnonymousUser()
        return view(request)

    first = call()
    Draft.objects.create(owner_id="00000000-0000-0000-0000-000000000001", form="f")
    assert call().content == first.content


def test_a_failure_leaves_neither_effect_nor_key(rf: RequestFactory) -> None:
    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        Draft.objects.create(owner_id="00000000-0000-0000-0000-000000000001", form="f")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        view(posted(rf, **{FIELD: "k1"}))
    assert (Draft.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


def test_each_form_drawn_has_a_key_of_its_own() -> None:
    assert KeyedForm()[FIELD].value() != KeyedForm()[FIELD].value()
