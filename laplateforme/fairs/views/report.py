"""The report of an occasion: the page for members, the three questions, words heard, the papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core import errors
from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.fairs import actions, rules
from laplateforme.fairs.forms.report import CompareForm, ThreeForm, WordsForm
from laplateforme.fairs.models import AmbassadorAnswer, Contact, HeardWords, Occasion
from laplateforme.fairs.print.report import report_pdf
from laplateforme.fairs.queries import heard, pages
from laplateforme.fairs.queries.report import Report, previous_of, report_of
from laplateforme.fairs.queries.report_paper import report_sheet
from laplateforme.fairs.queries.stand import find_stand

THREE = ("worked", "missing", "change")


def reported(request: HttpRequest, code: str) -> Occasion:
    """An occasion whose report the person may read; for anybody else there is none."""
    found = pages.find_occasion(code, request.network, request.user)
    if found is None or not rules.can_read_report(request.user, found, timezone.now()):
        raise Http404
    return found


def led(request: HttpRequest, code: str) -> Occasion:
    """One whose report the person runs."""
    found = reported(request, code)
    if not rules.can_release_words(request.user, found):
        raise Http404
    return found


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Whom we met, what they look for, what became of them, what to do better: two minutes."""
    found, at = reported(request, code), timezone.now()
    made = report_of(found, at)
    context = {
        "occasion": found, "report": made, "may_answer": rules.can_answer_three(request.user, found, at),
        "has_answered": AmbassadorAnswer.objects.filter(occasion=found, user_id=request.user.pk).exists(),
        "may_lead": rules.can_release_words(request.user, found), "tables": tables_of(made),
    }  # fmt: skip
    return render(request, "fairs/report.html", context)


def tables_of(made: Report) -> dict[str, dict[str, Any]]:
    """What the component `data_table` takes; a dash marks the parts of the line above."""
    width = len(made.became[0].values) if made.became else 0
    heads = {
        "needs": [_("Stage, need"), _("People")],
        "places": [_("Territory"), _("People")],
        "became": [_("People who…"), *[_("After 30 days"), _("After 90 days")][:width]],
        "compared": [_("What"), _("This time"), _("The time before")],
    }
    return {
        name: {
            "headers": headers,
            "rows": [(f"– {row.words}" if row.is_part else row.words, *row.values) for row in getattr(made, name)],
        }
        for name, headers in heads.items()
    }


@require_safe
@limited("fair-report", most=60, seconds=600, methods=("GET",))
def paper(request: HttpRequest, code: str, *, brief: bool) -> HttpResponse:
    """The report as a PDF for members; one page of it for funders too. The rule of its own is asked for each."""
    at = timezone.now()
    found = find_stand(code, request.network)
    may_read = rules.can_read_brief if brief else rules.can_read_report
    if found is None or not may_read(request.user, found, at):
        raise Http404
    try:
        content = report_pdf(report_sheet(report_of(found, at), at), at=at, brief=brief)
    except UnableToPrint:
        return errors.page(request, 404, _("The pages could not be composed. Try again later."))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"bilan-{'une-page-' if brief else ''}{found.code}-{timezone.localdate(found.starts_at):%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def answer_three(request: HttpRequest, code: str) -> HttpResponse:
    """What worked, what was missing, what to change, told by whoever stood there."""
    found, at = pages.find_occasion(code, request.network, request.user), timezone.now()
    if found is None or not rules.can_answer_three(request.user, found, at):
        raise Http404
    before = AmbassadorAnswer.objects.filter(occasion=found, user_id=request.user.pk).first()
    initial = {name: getattr(before, name) for name in THREE} if before else {}
    form = ThreeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in THREE}
        actions.answer_three(occasion=found, by=request.user, at=at, **values)
        messages.success(request, _("Thank you. The report says it, without your name."))
        return redirect("fairs:report" if rules.can_read_report(request.user, found, at) else "fairs:occasion", code)
    context = {"form": form, "occasion": found}
    return render(request, "fairs/answer_three.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Words to keep without names, for whoever may read them; to read again, for those who run the network."""
    found, at = reported(request, code), timezone.now()
    leads = rules.can_release_words(request.user, found)
    refused = None
    if request.method == "POST":
        refused = _act(request, found, leads=leads)
        if refused is None:
            return redirect("fairs:report_words", code)
    to_keep = heard.words_to_keep(found, request.user, at, leads=leads)
    masked = [(one, actions.without_names(one.words, one.first_name)) for one in to_keep]
    context = {
        "occasion": found, "may_lead": leads, "refused": refused,
        "to_keep": [(one, text) for one, text in masked if any(char.isalpha() for char in text)],
        "waiting": [
            (one, refused if refused and refused.prefix == str(one.pk)
             else WordsForm(prefix=str(one.pk), initial={"text": one.text}))
            for one in (heard.words_waiting(found) if leads else [])
        ],
        "shown": heard.words_shown(found) if leads else [],
    }  # fmt: skip
    return render(request, "fairs/report_words.html", context, status=422 if refused else 200)


def _act(request: HttpRequest, found: Occasion, *, leads: bool) -> WordsForm | None:
    """Keep, release, leave out. Returns a form that was refused."""
    at, by, deed = timezone.now(), request.user, request.POST.get("deed", "")
    pk = uuid_or_none(request.POST.get("pk", ""))
    if deed == "keep":
        contact = get_object_or_404(Contact.objects.known().select_related("occasion"), pk=pk, occasion=found)
        if not rules.can_keep_words(by, contact, at):
            raise Http404
        try:
            actions.keep_words(contact=contact, by=by, at=at)
        except actions.UnableToKeepWords:
            messages.info(request, _("No word remains once names are taken out."))
        else:
            messages.success(request, _("Kept without names. Whoever runs the network reads them again first."))
        return None
    if not leads or deed not in {"release", "leave"}:
        raise Http404
    one = get_object_or_404(HeardWords.objects.exclude(text=""), pk=pk, occasion=found)
    if deed == "leave":
        actions.leave_out_words(words=one, by=by, at=at)
        messages.success(request, _("Left out: the report does not show these words."))
        return None
    form = WordsForm(request.POST, prefix=str(one.pk))
    if form.is_valid():
        try:
            actions.release_words(words=one, text=form.cleaned_data["text"], by=by, at=at)
        except actions.UnableToKeepWords:
            form.add_error("text", _("No word remains once names are taken out."))
        else:
            messages.success(request, _("Shown in the report."))
    return form if form.errors else None


@require_POST
def propose_question(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """A question that was missing goes to those who write the bank."""
    found = reported(request, code)
    answer = get_object_or_404(AmbassadorAnswer, pk=pk, occasion=found)
    actions.propose_question(answer=answer, by=request.user, at=timezone.now())
    messages.success(request, _("Proposed to those who run the network. They complete it, then show it."))
    return redirect("fairs:report", code)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Says which one was the same fair, the time before."""
    found = led(request, code)
    form = CompareForm(
        request.POST if request.method == "POST" else None, occasion=found, initial={"previous": previous_of(found)}
    )
    if request.method == "POST" and form.is_valid():
        previous = form.cleaned_data["previous"]
        actions.compare_with(occasion=found, previous=previous, by=request.user, at=timezone.now())
        return redirect("fairs:report", code)
    context = {"form": form, "occasion": found}
    return render(request, "fairs/compare.html", context, status=422 if form.is_bound else 200)
