"""The way in: one question a page. Answers travel by POST, then as codes in the address; words go no further."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core.http import public
from laplateforme.core.limits import limited
from laplateforme.guidance.actions import keep_asked_question, note_gaps
from laplateforme.guidance.enums import Situation, Team, Wish
from laplateforme.guidance.forms.orientation import (
    PlaceForm,
    QuestionForm,
    SituationForm,
    StepForm,
    TeamForm,
    UnderstoodForm,
    WishesForm,
)
from laplateforme.guidance.queries import Profile, build_route
from laplateforme.guidance.queries.places import Elsewhere, elsewhere
from laplateforme.guidance.queries.route import place_of
from laplateforme.guidance.queries.understanding import proposed_questions, questions_called, understood
from laplateforme.vocabulary.enums import Theme, Verb

PAGES = {
    "situation": "guidance/question_situation.html",
    "envie": "guidance/question_envie.html",
    "question": "guidance/question_question.html",
    "lieu": "guidance/question_lieu.html",
    "equipe": "guidance/question_equipe.html",
}
STEPS = tuple(PAGES)
END = "fin"  # in the address: one answer is changed, then back to the route
UNDERSTOOD = "compris"
MOST_UNDERSTOOD = 4


def network_or_elsewhere(request: HttpRequest) -> Any:
    """The network of this page, or the page where one chooses a network."""
    if request.network is not None:  # type: ignore[attr-defined]
        return request.network  # type: ignore[attr-defined]
    try:
        return redirect("portal:networks")
    except NoReverseMatch as error:
        raise Http404 from error


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Straight to the first question that waits; the first page has the situations as cards."""
    profile = Profile.from_codes(request.GET)
    known = profile.situation and profile.situation != Situation.NONE
    return redirect(address_of("envie" if known else "situation", profile))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("orientation", most=200, seconds=600)
def question(request: HttpRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    network = network_or_elsewhere(request)
    if isinstance(network, HttpResponse):
        return network
    profile = Profile.from_codes(request.GET)
    form = _form(request, step, profile)
    if request.method == "POST" and form.is_valid():
        return _next(request, step, form, profile)
    outside = None
    if step == "lieu" and profile.commune and request.method != "POST":
        outside = elsewhere(network, request.networks, profile.commune)  # type: ignore[attr-defined]
    context = {"form": form, "profile": profile, **_around(request, step, profile, outside)}
    return render(request, PAGES[step], context)


def address_of(step: str, profile: Profile, *more: tuple[str, str]) -> str:
    """The page of one question, with the answers so far."""
    query = urlencode([*profile.codes(), *more])
    return reverse("guidance:question", args=[step]) + (f"?{query}" if query else "")


def route_address(profile: Profile) -> str:
    query = profile.query()
    return reverse("guidance:route") + (f"?{query}" if query else "")


def _form(request: HttpRequest, step: str, profile: Profile) -> StepForm:
    data = request.POST if request.method == "POST" else None
    network = request.network  # type: ignore[attr-defined]
    if step == "situation":
        return SituationForm(data)
    if step == "envie":
        return WishesForm(data, initial={"answer": list(profile.wishes)})
    if step == "lieu":
        place = place_of(profile.commune)
        return PlaceForm(data, initial={"answer": f"com:{place.code}" if place else ""})
    if step == "equipe":
        return TeamForm(data)
    if UNDERSTOOD in request.GET:
        slugs = tuple(request.GET.getlist(UNDERSTOOD)[:MOST_UNDERSTOOD])
        return UnderstoodForm(data, questions=questions_called(network, slugs))
    proposed = proposed_questions(network, profile.situation)
    return QuestionForm(data, questions=proposed, initial={"pick": profile.question})


def _next(request: HttpRequest, step: str, form: StepForm, profile: Profile) -> HttpResponse:
    """Where a good answer leads: the next question, or the route."""
    keep_end = [(END, "1")] if END in request.GET else []
    if isinstance(form, QuestionForm) and form.cleaned_data["words"]:
        return redirect(_understand(request, form, profile, keep_end))
    answered = form.answered(profile)
    if step == "situation" and answered.situation == Situation.NONE:
        return redirect(address_of("situation", answered, *keep_end))
    networks = request.networks  # type: ignore[attr-defined]
    if step == "lieu" and elsewhere(request.network, networks, answered.commune):  # type: ignore[attr-defined]
        return redirect(address_of("lieu", answered, *keep_end))
    if step == STEPS[-1] or keep_end:
        _note_gaps(request, form, answered)
        return redirect(route_address(answered))
    return redirect(address_of(STEPS[STEPS.index(step) + 1], answered))


def _understand(request: HttpRequest, form: QuestionForm, profile: Profile, keep_end: list[tuple[str, str]]) -> str:
    """Reads the words once; from here on only codes remain."""
    network = request.network  # type: ignore[attr-defined]
    words, pick = form.cleaned_data["words"], form.cleaned_data["pick"]
    found = understood(words, network=network, situation=profile.situation)
    if form.cleaned_data["helps"]:
        place = place_of(profile.commune)
        verbs = Situation(profile.situation).verbs if profile.situation else ()
        keep_asked_question(
            network=network,
            words=words,
            stage=Verb(verbs[0]).stages[0] if verbs else "",
            theme=found.theme,
            department_code=place.department if place else "",
            at=timezone.now(),
        )
    slugs = tuple(dict.fromkeys([pick, *found.questions] if pick else found.questions))[:MOST_UNDERSTOOD]
    marks = [(UNDERSTOOD, slug) for slug in slugs] or [(UNDERSTOOD, "")]
    return address_of("question", profile.but(question="", theme=found.theme), *marks, *keep_end)


def _note_gaps(request: HttpRequest, form: StepForm, profile: Profile) -> None:
    """What nobody answers is counted when the last answer is sent, not when the page is read."""
    at = timezone.now()
    network = request.network  # type: ignore[attr-defined]
    route = build_route(profile, network=network, at=at, day=timezone.localdate(at))
    if route.gaps:
        note_gaps(
            network=network,
            gaps=route.gaps,
            commune_code=dict(route.codes).get("lieu", ""),
            department_code=route.department,
            form_key=form.cleaned_data.get("idempotency_key", ""),
            at=at,
        )


def _around(request: HttpRequest, step: str, profile: Profile, outside: Elsewhere | None) -> dict[str, Any]:
    """What stands around the question: number, ways back and on."""
    number = STEPS.index(step) + 1
    is_change = END in request.GET
    following = route_address(profile) if is_change or number == len(STEPS) else address_of(STEPS[number], profile)
    back = address_of(STEPS[number - 2], profile) if number > 1 else ""
    is_understood = step == "question" and UNDERSTOOD in request.GET
    if is_understood:
        back = address_of("question", profile, *([(END, "1")] if is_change else []))
    return {
        "number": number,
        "total": len(STEPS),
        "back_number": number if is_understood else number - 1,
        "is_change": is_change,
        "route_url": route_address(profile),
        "back_url": route_address(profile) if is_change and not is_understood else back,
        "next_url": following,
        "is_understood": is_understood,
        "theme_label": Theme(profile.theme).label if profile.theme else "",
        "situations": [one for one in Situation if one != Situation.NONE],
        "none": Situation.NONE,
        "teams": list(Team),
        "wishes": list(Wish),
        "outside": outside,
        "outside_url": f"{outside.address}/{_path_here(address_of('equipe', profile))}" if outside else "",
    }


def _path_here(address: str) -> str:
    """Without the prefix of this network, so that another network's address can go before it."""
    return address.removeprefix(get_script_prefix())
