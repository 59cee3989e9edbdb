"""The public directory, the key questions, and the list that other sites show."""

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from laplateforme.core import counters
from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.forum.queries import thread_about
from laplateforme.guidance.emails import address_in
from laplateforme.guidance.forms.directory import read_filters
from laplateforme.guidance.models import KeyQuestion, QuestionThread
from laplateforme.guidance.queries import directory as found
from laplateforme.guidance.queries.bank import question_page, questions_by_verb
from laplateforme.guidance.queries.drawing import drawing_of
from laplateforme.guidance.queries.embed import embed_query, embedded_offers
from laplateforme.guidance.queries.gaps import EMPTY_SEARCH
from laplateforme.guidance.queries.requests import promise_of


@public
@require_safe
@cached_for_anonymous
def directory(request: HttpRequest) -> HttpResponse:
    """Every offer of the network: words, place and distance, filters with counts; the list first, the map beside."""
    if request.network is None:
        return redirect("portal:networks")
    at = timezone.now()
    filters = read_filters(request.GET)
    page = found.directory_page(request.network, filters, at)
    if not page.total:
        department = filters.commune.department_id if filters.commune else ""
        theme = (filters.codes.get("themes") or ("",))[0]
        day = timezone.localdate(at)
        counters.count(EMPTY_SEARCH, f"{request.network.pk}:{department}:{theme}", day=day)
    counts = page.counts
    context = {
        "filters": filters,
        "page": page,
        "count_words": found.count_words(page, filters),
        "empty_title": found.empty_title(filters),
        "promise": None if page.total else promise_of(request.network, at),
        "drawing": drawing_of(request.network, page.cards),
        "kept": [pair for pair in filters.but().pairs() if pair[0] not in {"q", "lieu"}],
        "verb_chips": found.chips_of(filters, counts, "verbs"),
        "quick_chips": found.quick_chips(filters, counts),
        "radius_chips": found.radius_chips(filters),
        "group_chips": found.chips_of(filters, counts, "groups"),
        "theme_chips": found.chips_of(filters, counts, "themes"),
        "reception_chips": found.chips_of(filters, counts, "receptions"),
        "audience_chips": found.chips_of(filters, counts, "audiences"),
        "more_open": any(filters.codes.get(name) for name in ("groups", "themes", "receptions", "audiences")),
        "communes": [(filters.but(place=code).address(), label) for code, label in filters.communes],
        "suggestion_url": filters.but(q=page.suggestion).address() if page.suggestion else "",
        "previous": filters.but(page=page.number - 1).address() if page.number > 1 else "",
        "next": filters.but(page=page.number + 1).address() if page.number < page.pages else "",
        "all_url": reverse("guidance:directory"),
        "embed_url": address_in(request.network, reverse("guidance:embed_list")) + embed_query(filters),
    }
    return render(request, "guidance/directory.html", context)


@public
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cached_for_anonymous
def embed_list(request: HttpRequest) -> HttpResponse:
    """A list for other sites: no cookie, no script; its links lead to the network's own address."""
    if request.network is None:
        raise Http404
    listing = embedded_offers(request.network, request.GET, timezone.now())
    return render(request, "guidance/embed_list.html", {"listing": listing})


@public
@require_safe
@cached_for_anonymous
def key_questions(request: HttpRequest) -> HttpResponse:
    """The questions that people really ask, by stage."""
    if request.network is None:
        return redirect("portal:networks")
    return render(request, "guidance/key_questions.html", {"groups": questions_by_verb(request.network)})


@public
@require_safe
@cached_for_anonymous
def key_question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question, its short answer, the offers that respond."""
    question = get_object_or_404(KeyQuestion.objects.published().of_network(request.network), slug=slug)
    page = question_page(question, request.network, timezone.now())
    thread = thread_about(QuestionThread.objects.all(), request.user, question=question)
    context = {"question": question, "page": page, "thread": thread}
    return render(request, "guidance/key_question.html", context)


@public
@require_safe
def key_question_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a published question; its address changes with it."""
    question = get_object_or_404(KeyQuestion.objects.published().of_network(request.network), slug=slug)
    if not question.picture or not question.picture.storage.exists(question.picture.name):
        raise Http404
    response = FileResponse(question.picture.open(), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=86400"
    return response
