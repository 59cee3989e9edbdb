"""The bank of key questions, for the network's facilitators."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laplateforme.core import drafts
from laplateforme.core.idempotency import idempotent
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.guidance import rules
from laplateforme.guidance.actions import bank as actions
from laplateforme.guidance.emails import address_in
from laplateforme.guidance.forms.bank import KeyQuestionForm, chosen_keys
from laplateforme.guidance.models import KeyQuestion
from laplateforme.guidance.queries.bank import asked_groups, offers_to_link, questions_by_verb

FIND = "find"
COMPARED = ("text", "short_answer", "stage", "theme", "lay_words", "figure", "picture_alt", "is_published")


@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """Every question with its offers; what people really asked stands in front of them."""
    if not rules.can_edit_bank(request.user, request.network):
        raise Http404
    if request.method == "POST":
        return _act(request)
    context = {
        "groups": questions_by_verb(request.network, with_hidden=True),
        "asked": asked_groups(request.network, timezone.localdate()),
        "embed_address": address_in(request.network, reverse("guidance:embed_list")),
    }
    return render(request, "guidance/bank.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    """One of the small buttons of the list: up, down, publish, withdraw."""
    key = (chosen_keys([request.POST.get("question", "")]) or [None])[0]
    question = get_object_or_404(KeyQuestion.objects.of_network(request.network), pk=key)
    deed, at = request.POST.get("deed", ""), timezone.now()
    if deed in {"publish", "withdraw"}:
        actions.publish_key_question(question=question, is_published=deed == "publish", by=request.user, at=at)
        shown, hidden = _("The question is shown to the public."), _("The question is no longer shown.")
        messages.success(request, shown if deed == "publish" else hidden)
    elif deed in {"up", "down"}:
        try:
            actions.move_key_question(question=question, up=deed == "up", by=request.user, at=at)
        except actions.UnableToMoveQuestion:
            messages.info(request, _("This question stands at the end of its list already."))
    else:
        raise PermissionDenied
    return redirect("guidance:bank")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_key_question(request: HttpRequest) -> HttpResponse:
    """A new question; `de` names a group of questions really asked, whose words it starts from."""
    if not rules.can_edit_bank(request.user, request.network):
        raise Http404
    form = _form(request, None)
    if request.method == "POST" and FIND not in request.POST and form.is_valid():
        try:
            with drafts.forgotten(request.user.pk, _draft_key(request, None)):
                question = actions.create_key_question(
                    network=request.network, by=request.user, at=timezone.now(), **_values(form)
                )
        except actions.UnableToKeepPicture:
            form.add_error("picture", _("We cannot read this picture. Choose a JPEG, PNG or WebP file."))
        else:
            messages.success(request, _("The question is in the bank."))
            return redirect("guidance:edit_key_question", pk=question.pk)
    return render(request, "guidance/edit_key_question.html", _context(request, form, None))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_key_question(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not rules.can_edit_bank(request.user, request.network):
        raise Http404
    question = get_object_or_404(KeyQuestion.objects.of_network(request.network), pk=pk)
    form = _form(request, question)
    if request.method == "POST" and FIND not in request.POST and form.is_valid():
        try:
            with drafts.forgotten(request.user.pk, _draft_key(request, question)):
                actions.edit_key_question(
                    question=question, by=request.user, at=timezone.now(), expected=form.read_version,
                    **_values(form),
                )  # fmt: skip
        except actions.UnableToKeepPicture:
            form.add_error("picture", _("We cannot read this picture. Choose a JPEG, PNG or WebP file."))
        except StaleVersion as stale:
            return conflict_page(request, form, stale.current, _initial(stale.current), COMPARED)
        else:
            messages.success(request, _("The question is saved."))
            return redirect("guidance:bank")
    return render(request, "guidance/edit_key_question.html", _context(request, form, question))


def _draft_key(request: HttpRequest, question: KeyQuestion | None) -> str:
    return f"question-{question.pk}" if question else f"question-new-{request.network.slug}"[:120]


def _context(request: HttpRequest, form: KeyQuestionForm, question: KeyQuestion | None) -> dict[str, Any]:
    return {"form": form, "question": question, **drafts.context(request, _draft_key(request, question))}


def _form(request: HttpRequest, question: KeyQuestion | None) -> KeyQuestionForm:
    """Bound when sent to be saved; while offers are looked for, it keeps what was typed and complains of nothing."""
    data = request.POST if request.method == "POST" else None
    if question:
        initial = _initial(question)
    else:
        initial = {"is_published": True, "stage": "", **_from_asked(request)}
    initial = drafts.initial(request, _draft_key(request, question), KeyQuestionForm, initial)
    linked = initial.get("offers") or []
    keys = [*(chosen_keys(data.getlist("offers")) if data else []), *linked]
    found = offers_to_link(request.network, data.get("words", "") if data else initial.get("text", ""), keys)
    has_picture = bool(question and question.picture)
    if data is not None and FIND in data:
        typed = {name: data.get(name, "") for name in KeyQuestionForm.base_fields if name != "picture"}
        typed |= {"offers": data.getlist("offers"), "is_published": bool(data.get("is_published"))}
        return KeyQuestionForm(initial=typed, found=found, has_picture=has_picture)
    return KeyQuestionForm(
        data, request.FILES if data is not None else None, initial=initial, found=found, has_picture=has_picture
    )


def _initial(question: KeyQuestion) -> dict[str, Any]:
    names = ("text", "short_answer", "stage", "theme", "figure", "picture_alt", "is_published", "version")
    values = {name: getattr(question, name) for name in names}
    offers = [str(key) for key in question.offers.order_by("name").values_list("pk", flat=True)]
    return {**values, "lay_words": ", ".join(map(str, question.lay_words)), "offers": offers}


def _from_asked(request: HttpRequest) -> dict[str, Any]:
    """The words of a group that at least three people share; anything else gives an empty form."""
    key = request.GET.get("de", "")[:300]
    groups = asked_groups(request.network, timezone.localdate()) if key else []
    group = next((one for one in groups if one.key == key), None)
    return {"text": group.words[:200], "stage": group.stage, "theme": group.theme} if group else {}


def _values(form: KeyQuestionForm) -> dict[str, Any]:
    picture = form.cleaned_data["picture"]
    return {
        "values": form.values(),
        "offers": form.cleaned_data["offers"],
        "picture": picture.read() if picture else None,
    }
