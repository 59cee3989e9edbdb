"""Arranging the site: sections, groups of keywords, keywords, the section of a text."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.editorial import actions, rules
from laplateforme.editorial.forms.arranging import TOP, GroupForm, KeywordForm, MoveTextForm, SectionForm
from laplateforme.editorial.models import ArticlePage, Keyword, KeywordGroup, SectionPage, SiteRoot
from laplateforme.editorial.queries import arranging, texts
from laplateforme.editorial.queries import pages as found
from laplateforme.network.models import Network

REFUSED = {
    "inside itself": gettext_lazy("A section cannot stand in itself."),
    "deep": gettext_lazy("It would stand too deep: six floors at most."),
    "not empty": gettext_lazy("It still holds something: move that first."),
    "taken": gettext_lazy("This name is taken."),
    "used": gettext_lazy("Texts carry this keyword: it stays."),
}


@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    """The tree of sections, with what may be done to each."""
    return render(request, "editorial/sections.html", {"lines": arranging.sections_to_arrange(_network(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_section(request: HttpRequest) -> HttpResponse:
    """Opens a section."""
    network = _network(request)
    form = SectionForm(request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "intro")}
        parent = _place(request, form.cleaned_data["parent"])
        actions.create_section(parent=parent, values=values, at=timezone.now(), by=_by(request))
        messages.success(request, _("The section is open."))
        return redirect("editorial:sections")
    return _form(request, form, _("Open a section"), "editorial:sections")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def section(request: HttpRequest, number: int) -> HttpResponse:
    """Renames a section, says what is in it, moves it."""
    here = _section(request, number)
    place = here.get_parent().pk if here.depth > FIRST_FLOOR else TOP
    version = arranging.seen_version(here.title, here.intro, place)
    initial = {"title": here.title, "intro": here.intro, "parent": place, "version": version}
    sent = request.POST if request.method == "POST" else None
    form = SectionForm(sent, network=here.network, without=here, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "intro")}
        parent = _place(request, form.cleaned_data["parent"])
        if form.read_version != version:
            form.add_error(None, _("Somebody changed this section meanwhile. Look at it again."))
        else:
            try:
                actions.change_section(section=here, parent=parent, at=timezone.now(), by=_by(request), **said)
            except actions.UnableToArrange as refusal:
                form.add_error("parent", REFUSED[str(refusal)])
            else:
                messages.success(request, _("It is kept. Old addresses lead to the new ones."))
                return redirect("editorial:sections")
    return _form(request, form, _("Change the section"), "editorial:sections")


@require_POST
def arrange_section(request: HttpRequest, number: int, deed: str) -> HttpResponse:
    """Up, down, or away when it is empty."""
    here = _section(request, number)
    common: dict[str, Any] = {"section": here, "at": timezone.now(), "by": _by(request)}
    if deed in UP_DOWN:
        actions.shift_section(up=UP_DOWN[deed], **common)
    elif deed == "supprimer":
        _try(request, actions.delete_section, _("The section is gone."), common)
    else:
        raise Http404
    return redirect("editorial:sections")


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Groups of keywords, with what may be done to each."""
    return render(request, "editorial/words.html", {"lines": arranging.groups_to_arrange(_network(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def group(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """A new group, or another name for one."""
    network = _network(request)
    here = get_object_or_404(KeywordGroup.objects.of_network(network), pk=pk) if pk else None
    initial = {"name": here.name} if here else None
    form = GroupForm(request.POST if request.method == "POST" else None, initial=initial)
    change, create = actions.change_keyword_group, actions.create_keyword_group
    deed = partial(change, group=here) if here else partial(create, network=network)
    if request.method == "POST" and form.is_valid() and _kept(request, form, deed, "name"):
        return redirect("editorial:arrange_words")
    return _form(request, form, _("Change the group") if here else _("Open a group"), "editorial:arrange_words")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def word(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """A new keyword, or another name, another group for one."""
    network = _network(request)
    here = get_object_or_404(Keyword.objects.of_network(network), pk=pk) if pk else None
    initial = {name: getattr(here, name) for name in WORD} if here else None
    form = KeywordForm(request.POST if request.method == "POST" else None, network=network, initial=initial)
    deed = partial(actions.change_keyword, keyword=here) if here else actions.create_keyword
    if request.method == "POST" and form.is_valid() and _kept(request, form, deed, *WORD):
        return redirect("editorial:arrange_words")
    return _form(request, form, _("Change the keyword") if here else _("Add a keyword"), "editorial:arrange_words")


@require_POST
def arrange_group(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Up, down, or away when it is empty."""
    here = get_object_or_404(KeywordGroup.objects.of_network(_network(request)), pk=pk)
    common: dict[str, Any] = {"group": here, "at": timezone.now(), "by": _by(request)}
    if deed in UP_DOWN:
        actions.shift_keyword_group(up=UP_DOWN[deed], **common)
    elif deed == "supprimer":
        _try(request, actions.delete_keyword_group, _("The group is gone."), common)
    else:
        raise Http404
    return redirect("editorial:arrange_words")


@require_POST
def delete_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes away a keyword that no text carries."""
    here = get_object_or_404(Keyword.objects.of_network(_network(request)), pk=pk)
    common: dict[str, Any] = {"keyword": here, "at": timezone.now(), "by": _by(request)}
    _try(request, actions.delete_keyword, _("The keyword is gone."), common)
    return redirect("editorial:arrange_words")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def text_section(request: HttpRequest, number: int) -> HttpResponse:
    """Puts a text into another section. Drafts: whoever writes; online: whoever publishes."""
    root = found.site_of(request.network) if rules.can_write(request.user, request.network) else None
    page = texts.text_at(request.network, number) if root is not None else None
    if root is None or page is None or not _may_move(request, page, root):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = MoveTextForm(sent, network=root.network, initial={"section": page.section_id})
    if request.method == "POST" and form.is_valid():
        there = get_object_or_404(SectionPage.objects.of_network(root.network), pk=form.cleaned_data["section"])
        actions.move_text(page=page, section=there, at=timezone.now(), by=_by(request))
        messages.success(request, _("The text stands in “%(section)s” now.") % {"section": there.title})
        return redirect("editorial:text", page.pk)
    return _form(request, form, _("Put the text in another section"), "editorial:text", page.pk)


FIRST_FLOOR = 3  # depth in the tree of a section at the top
WORD = ("name", "description", "group")
UP_DOWN = {"monter": True, "descendre": False}


def _may_move(request: HttpRequest, page: ArticlePage, root: SiteRoot) -> bool:
    return rules.can_publish(request.user, root) or not page.live


def _form(request: HttpRequest, form: Any, heading: str, back: str, *keys: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back, "keys": keys}
    return render(request, "editorial/arrange.html", context, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, form: Any, deed: Callable[..., object], *names: str) -> bool:
    """Does what the form says of a group of keywords or of one; a name that is taken is said beside it."""
    try:
        deed(**{name: form.cleaned_data[name] for name in names}, at=timezone.now(), by=_by(request))
    except actions.UnableToArrange as refusal:
        form.add_error("name", REFUSED[str(refusal)])
        return False
    messages.success(request, _("It is kept."))
    return True


def _try(request: HttpRequest, deed: Any, done: str, values: dict[str, Any]) -> None:
    try:
        deed(**values)
    except actions.UnableToArrange as refusal:
        messages.warning(request, str(REFUSED[str(refusal)]))
    else:
        messages.success(request, done)


def _by(request: HttpRequest) -> Any:
    return request.user


def _network(request: HttpRequest) -> Network:
    """The network, for those who arrange its site; nobody else learns that these pages exist."""
    if request.network is None or not rules.can_arrange(request.user, request.network):
        raise Http404
    return request.network


def _section(request: HttpRequest, number: int) -> SectionPage:
    return get_object_or_404(SectionPage.objects.of_network(_network(request)), pk=number)


def _place(request: HttpRequest, key: int) -> SiteRoot | SectionPage:
    """Among the choices of the form: the top, where the site is opened if there is none yet, or a section."""
    network = _network(request)
    if key == TOP:
        return actions.open_site(network=network, at=timezone.now(), by=_by(request))
    return SectionPage.objects.of_network(network).get(pk=key)
