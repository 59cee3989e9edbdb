"""What anybody may read: the first page of the site, sections, articles, keywords."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.editorial import rules
from laplateforme.editorial.models import ArticlePage, Keyword, SectionPage, SitePage
from laplateforme.editorial.queries import keywords as words
from laplateforme.editorial.queries import pages as found

FARTHEST = 1_000  # parts of a list


@public
@require_safe
@cached_for_anonymous
def resources(request: HttpRequest) -> HttpResponse:
    """The first page of the network's words."""
    if request.network is None:
        return redirect("portal:networks")
    context = {"resources": found.resources_of(request.network), "can_write": _can_write(request)}
    return render(request, "editorial/resources.html", context)


@public
@require_safe
@cached_for_anonymous
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A section or an article by its address."""
    if request.network is None:
        raise Http404
    here = found.page_at(request.network, path)
    if here is None:
        raise Http404
    return drawn(request, here)


def drawn(request: HttpRequest, here: SitePage) -> HttpResponse:
    """The page, as the public reads it."""
    context = {"page": here, "address": here.get_full_url(), "can_write": _can_write(request)}
    if isinstance(here, ArticlePage):
        context["sheet"] = found.article_sheet(here, request.network, timezone.localdate(), user=request.user)
        response = render(request, "editorial/article.html", context)
        if not context["can_write"]:
            response.visit_of = str(here.pk)  # type: ignore[attr-defined]
        return response
    if isinstance(here, SectionPage):
        context["sheet"] = found.section_sheet(here, request.network, part_number(request))
        return render(request, "editorial/section.html", context)
    return resources(request)


def part_number(request: HttpRequest) -> int:
    """Which part of a list is asked for; anything strange is the first."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), FARTHEST)


@public
@require_safe
@cached_for_anonymous
def keyword_list(request: HttpRequest) -> HttpResponse:
    """Keywords by group."""
    if request.network is None:
        raise Http404
    return render(request, "editorial/keywords.html", {"groups": words.keyword_groups(request.network)})


@public
@require_safe
@cached_for_anonymous
def keyword(request: HttpRequest, slug: str) -> HttpResponse:
    """What a keyword gathers, newest first."""
    here = get_object_or_404(Keyword.objects.of_network(request.network).select_related("group"), slug=slug)
    context = {"keyword": here, "articles": words.articles_of(here, request.network, part_number(request))}
    return render(request, "editorial/keyword.html", context)


def _can_write(request: HttpRequest) -> bool:
    return rules.can_write(request.user, request.network)
