"""The writers' entrance: six doors, what waits, one text with all that may be done to it."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.editorial import actions, rules
from laplateforme.editorial.enums import ArticleKind, PageState
from laplateforme.editorial.forms.portrait import AGREED, TOLD, EditPortraitForm, PortraitForm
from laplateforme.editorial.forms.writing import (
    CorrectionForm,
    DateForm,
    EditForm,
    ScheduleForm,
    SendBackForm,
    TextForm,
)
from laplateforme.editorial.models import ArticlePage, EventPage, PortraitPage, SiteRoot
from laplateforme.editorial.queries import pages as found
from laplateforme.editorial.queries import texts
from laplateforme.editorial.queries.advice import advice_for
from laplateforme.editorial.queries.body import raw_blocks
from laplateforme.editorial.queries.passages import passages_of
from laplateforme.editorial.queries.plain import blocks_of, plain_of

KINDS: dict[str, tuple[type[TextForm], type[ArticlePage], str, Any]] = {
    "actualite": (TextForm, ArticlePage, ArticleKind.NEWS, gettext_lazy("Write a news item")),
    "article": (TextForm, ArticlePage, ArticleKind.ARTICLE, gettext_lazy("Write an article")),
    "compte-rendu": (TextForm, ArticlePage, ArticleKind.MINUTES, gettext_lazy("Hand in minutes")),
    "portrait": (PortraitForm, PortraitPage, ArticleKind.ARTICLE, gettext_lazy("Tell a collective project")),
    "date": (DateForm, EventPage, ArticleKind.ARTICLE, gettext_lazy("Announce a date")),
}


@public
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """For writers six doors and what waits; for others, how one becomes a writer."""
    if request.network is None:
        return redirect("portal:networks")
    if not rules.can_write(request.user, request.network):
        return render(request, "editorial/entrance.html")
    waiting, online = texts.texts_of(request.network, request.user)
    context = {
        "waiting": waiting,
        "online": online,
        "may_arrange": rules.can_arrange(request.user, request.network),
        "root": found.site_of(request.network),
    }
    return render(request, "editorial/writers.html", context)


def _root(request: HttpRequest) -> SiteRoot:
    """The site of the network, for whoever writes in it; nobody else knows that it exists."""
    if not rules.can_write(request.user, request.network):
        raise Http404
    root = found.site_of(request.network)
    if root is None:
        raise Http404
    return root


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """A new text. It is a draft until somebody publishes it."""
    if kind not in KINDS:
        raise Http404
    root = _root(request)
    form_class, model, article_kind, heading = KINDS[kind]
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, root=root)
        if form.is_valid() and (page := _written(request, root, form, model, article_kind)):
            messages.success(request, _("Your text is kept as a draft. Read it once more, then publish or propose it."))
            return redirect("editorial:text", page.pk)
    else:
        form = form_class(root=root)
    context = {"form": form, "heading": heading, "has_sections": form.has_sections}
    return render(request, "editorial/write.html", context, status=422 if form.is_bound else 200)


def _written(
    request: HttpRequest, root: SiteRoot, form: TextForm, model: type[ArticlePage], kind: str
) -> ArticlePage | None:
    values, now = form.cleaned_data, timezone.now()
    fields: dict[str, Any] = {"title": values["title"], "standfirst": values["standfirst"], "kind": kind}
    fields["body"] = blocks_of(values["text"])
    if form.has_dates:
        fields |= {name: values[name] for name in ("starts_at", "ends_at", "place", "cost")}
    if isinstance(form, PortraitForm):
        fields |= {name: values[name] for name in (*TOLD, *AGREED)}
    if not _keep_picture(request, root, form, fields):
        return None
    return actions.write_article(section=values["section"], values=fields, at=now, by=request.user, model=model)


def _keep_picture(request: HttpRequest, root: SiteRoot, form: Any, fields: dict[str, Any]) -> bool:
    """Adds the picture that was given to `fields`; False when it cannot be read: the form says so."""
    values = form.cleaned_data
    if not values["picture"]:
        return True
    title, alternative = values["title"], values["picture_alt"]
    try:
        fields["picture"] = actions.keep_picture(
            root=root, content=values["picture"].read(), title=title, alternative=alternative, at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
        )  # fmt: skip
    except actions.UnableToKeepPicture:
        form.add_error("picture", _("This picture cannot be read. Give a JPEG, a PNG or a WebP."))
        return False
    fields["picture_alt"] = alternative
    return True


def _text(request: HttpRequest, number: int) -> ArticlePage:
    _root(request)
    page = texts.text_at(request.network, number)
    if page is None:
        raise Http404
    return page


@require_safe
@csp_update({"frame-src": [SELF]})
def text(request: HttpRequest, number: int) -> HttpResponse:
    """One text: where it stands, how it looks on a phone, advice, what may be done, former versions."""
    return _shown(request, _text(request, number))


def _shown(request: HttpRequest, page: ArticlePage, **forms: Any) -> HttpResponse:
    draft = page.get_latest_revision_as_object()
    state = texts.state_of(page, texts.proposed_among([page.pk]))
    may_publish = rules.can_publish(request.user, found.site_of(request.network))
    context = {
        "page": page,
        "draft": draft,
        "state": state,
        "shape": texts.SHAPES[state],
        "advice": advice_for(draft),
        "versions": texts.versions_of(page),
        "asked_for": texts.sent_back_with(page) if state in (PageState.DRAFT, PageState.CHANGED) else "",
        "may_publish": may_publish and state != PageState.PUBLISHED,
        "may_propose": not may_publish and state in (PageState.DRAFT, PageState.CHANGED),
        "may_withdraw": may_publish and page.live,
        "may_send_back": rules.can_lead(request.user, request.network) and state == PageState.PROPOSED,
        "may_move": may_publish or not page.live,
        "is_portrait": isinstance(page, PortraitPage),
        "withdrawal": getattr(page, "withdrawal", None),
        "schedule_form": forms.get("schedule_form") or ScheduleForm(),
        "send_back_form": forms.get("send_back_form") or SendBackForm(),
    }
    return render(request, "editorial/text.html", context, status=422 if forms else 200)


@require_safe
@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
def preview(request: HttpRequest, number: int, page: ArticlePage | None = None) -> HttpResponse:
    """The last version, or a former one (`?version=`), as the public would read it. `page`: given by the workshop."""
    if page is None:
        here = _text(request, number)
        revision = texts.version_of(here, request.GET.get("version", ""))
        page = revision.as_object() if revision else here.get_latest_revision_as_object()
    elif not rules.can_write(request.user, page.own_network()):
        raise Http404
    network = page.own_network() or request.network
    if isinstance(page, ArticlePage):
        sheet = found.article_sheet(page, network, timezone.localdate(), with_drafts=True)
        context = {"page": page, "sheet": sheet, "is_preview": True, "address": page.get_full_url()}
        return render(request, "editorial/article.html", context)
    context = {"page": page, "sheet": found.section_sheet(page, network, 1), "address": page.get_full_url()}
    return render(request, "editorial/section.html", context)


@require_POST
@csp_update({"frame-src": [SELF]})
def move(request: HttpRequest, number: int, deed: str) -> HttpResponse:
    """Publish, propose, schedule, send back, withdraw: one button each."""
    page = _text(request, number)
    if deed not in DEEDS:
        raise Http404
    try:
        answer = DEEDS[deed](request, page)
    except actions.UnableToPublish as error:
        for reasons in error.reasons.values():
            for reason in reasons:
                messages.error(request, reason)
        answer = None
    except actions.UnableToMoveText:
        messages.warning(request, _("Somebody was quicker: this text has changed meanwhile."))
        answer = None
    return answer or redirect("editorial:text", page.pk)


def _publish(request: HttpRequest, page: ArticlePage) -> HttpResponse | None:
    if not rules.can_publish(request.user, found.site_of(request.network)):
        raise PermissionDenied
    deed = actions.approve_article if page.pk in texts.proposed_among([page.pk]) else actions.publish_article
    fresh = deed(page=page, at=timezone.now(), by=request.user)
    if fresh.live:
        messages.success(request, _("It is online."))
        return redirect(fresh.get_absolute_url())
    messages.success(request, _("It goes online by itself on the day that it says."))
    return None


def _propose(request: HttpRequest, page: ArticlePage) -> None:
    actions.propose_article(page=page, at=timezone.now(), by=request.user)
    messages.success(request, _("A facilitator reads your text, then publishes it or tells you what to change."))


def _schedule(request: HttpRequest, page: ArticlePage) -> HttpResponse | None:
    if not rules.can_publish(request.user, found.site_of(request.network)):
        raise PermissionDenied
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _shown(request, page, schedule_form=form)
    actions.schedule_article(page=page, moment=form.cleaned_data["moment"], at=timezone.now(), by=request.user)
    messages.success(request, _("It goes online by itself on the day that it says."))
    return None


def _send_back(request: HttpRequest, page: ArticlePage) -> HttpResponse | None:
    if not rules.can_lead(request.user, request.network):
        raise PermissionDenied
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _shown(request, page, send_back_form=form)
    actions.send_back_article(page=page, words=form.cleaned_data["words"], at=timezone.now(), by=request.user)
    messages.success(request, _("The text is back with its writer, with your words."))
    return None


def _withdraw(request: HttpRequest, page: ArticlePage) -> None:
    if not rules.can_publish(request.user, found.site_of(request.network)):
        raise PermissionDenied
    actions.withdraw_article(page=page, at=timezone.now(), by=request.user)
    messages.success(request, _("It is not online any more. Its writers keep it."))


def _restore(request: HttpRequest, page: ArticlePage) -> None:
    revision = texts.version_of(page, request.POST.get("version", ""))
    if revision is None:
        raise Http404
    actions.restore_version(page=page, revision=revision, at=timezone.now(), by=request.user)
    messages.success(request, _("The former version is the last one again. Publish it when it is right."))


DEEDS: dict[str, Any] = {
    "publier": _publish,
    "proposer": _propose,
    "programmer": _schedule,
    "renvoyer": _send_back,
    "retirer": _withdraw,
    "reprendre": _restore,
}

REFUSED = {
    "missing": gettext_lazy("These words are not on the page. Copy them exactly as they are written."),
    "several": gettext_lazy("These words are in several places. Copy a few more around them."),
    "waiting": gettext_lazy("A newer version of this text waits. Correct that one."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """A mistake seen on a page, put right in two fields."""
    page = _text(request, number)
    passages = passages_of(page)
    place = request.GET.get("passage", "")
    passage = passages[int(place)] if place.isascii() and place.isdigit() and int(place[:6]) < len(passages) else ""
    form = CorrectionForm(request.POST if request.method == "POST" else None, passage=passage)
    if request.method == "POST" and form.is_valid():
        may_publish = page.live and rules.can_publish(request.user, found.site_of(request.network))
        words = {name: form.cleaned_data[name] for name in ("wrong", "right")}
        try:
            actions.correct_words(page=page, at=timezone.now(), by=request.user, publish=may_publish, **words)
        except actions.UnableToCorrect as error:
            form.add_error(None if passage else "wrong", REFUSED[str(error)])
        except actions.UnableToPublish as error:
            form.add_error("right", "; ".join(reason for reasons in error.reasons.values() for reason in reasons))
        else:
            if may_publish:
                messages.success(request, _("It is put right, and online."))
                return redirect(page.get_absolute_url())
            messages.success(request, _("It is put right in a new version. Propose it."))
            return redirect("editorial:text", page.pk)
    context = {"form": form, "page": page, "passage": passage, "passages": [] if passage else passages}
    return render(request, "editorial/correct.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a text again: a new version, which stays a draft until somebody publishes it."""
    page = _text(request, number)
    draft = page.get_latest_revision_as_object()
    plain = plain_of(raw_blocks(draft))
    form = _edit_form(request, page, draft, plain)
    if request.method == "POST" and form.is_valid():
        if form.read_version != page.latest_revision_id:
            form.add_error(None, _("A newer version was written meanwhile. Copy your words, and open the text again."))
        elif (values := _edited(request, form, draft)) is not None:
            actions.revise_article(page=page, values=values, at=timezone.now(), by=request.user)
            messages.success(request, _("Your text is kept as a draft. Read it once more, then publish or propose it."))
            return redirect("editorial:text", page.pk)
    context = {"form": form, "page": page, "is_plain": plain is not None}
    return render(request, "editorial/edit_text.html", context, status=422 if form.is_bound else 200)


def _edit_form(request: HttpRequest, page: ArticlePage, draft: Any, plain: str | None) -> EditForm:
    initial = {"title": draft.title, "standfirst": draft.standfirst, "text": plain, "version": page.latest_revision_id}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if isinstance(draft, PortraitPage):
        initial |= {name: getattr(draft, name) for name in (*TOLD, "picture_alt")}
        has_picture = draft.picture_id is not None
        return EditPortraitForm(*sent, with_text=plain is not None, initial=initial, has_picture=has_picture)
    return EditForm(*sent, with_text=plain is not None, initial=initial)


def _edited(request: HttpRequest, form: EditForm, draft: Any) -> dict[str, Any] | None:
    """What a sent form changes in a text; None when its picture cannot be read."""
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in ("title", "standfirst")}
    if "text" in form.fields:
        raw = [{"type": kind, "value": value} for kind, value in blocks_of(form.cleaned_data["text"])]
        values["body"] = draft._meta.get_field("body").stream_block.to_python(raw)
    if isinstance(form, EditPortraitForm):
        values |= {name: form.cleaned_data[name] for name in (*TOLD, "picture_alt")}
        if not _keep_picture(request, _root(request), form, values):
            return None
    return values


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Which page to correct? By words of its title."""
    _root(request)
    words = " ".join(request.GET.get("q", "").split())[:100]
    return render(request, "editorial/pick.html", {"q": words, "lines": found.by_title(request.network, words)})
