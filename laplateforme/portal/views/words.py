"""Pages of words: your data, legal notice, accessibility, help, the map of the site, addresses for robots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.editorial.queries.keywords import keyword_groups
from laplateforme.editorial.queries.site_map import article_paths, sections_with_articles
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.queries import participants_of
from laplateforme.offers.models import Offer
from laplateforme.portal.queries.register import processing_register


@public
@cached_for_anonymous
@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and how long: written from the models themselves."""
    return render(request, "portal/your_data.html", {"register": processing_register()})


@public
@cached_for_anonymous
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/legal.html")


@public
@cached_for_anonymous
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public
@cached_for_anonymous
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@public
@cached_for_anonymous
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page of the network, as a list."""
    network = request.network  # type: ignore[attr-defined]
    context = {
        "organizations": participants_of(network),
        "offers": Offer.objects.public_in(network).select_related("organization").order_by("name"),
        "questions": KeyQuestion.objects.published().of_network(network).order_by("position", "text"),
        "sections": sections_with_articles(network) if network else [],
        "keywords": keyword_groups(network) if network else [],
    }
    return render(request, "portal/site_map.html", context)


@public
@cached_for_anonymous
@require_safe
def site_map_xml(request: HttpRequest) -> HttpResponse:
    """The same for search engines (sitemaps.org)."""
    network = request.network  # type: ignore[attr-defined]
    addresses = [reverse(name) for name in ("portal:home", "network:about", "portal:legal", "portal:your_data")]
    if network is not None:
        addresses += [reverse("guidance:directory"), reverse("offers:chain"), reverse("portal:agenda")]
        addresses += [reverse("guidance:key_questions"), reverse("editorial:resources"), reverse("forum:boards")]
        addresses += article_paths(network)[:40_000]
        addresses += [one.get_absolute_url() for one in participants_of(network)]
        addresses += [one.get_absolute_url() for one in Offer.objects.public_in(network).order_by("code")[:8_000]]
        addresses += [one.get_absolute_url() for one in KeyQuestion.objects.published().of_network(network)]
    pages = [request.build_absolute_uri(address) for address in addresses]
    return render(request, "portal/sitemap.xml", {"pages": pages}, content_type="application/xml")


@public
@cached_for_anonymous
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("portal:site_map_xml"))
    lines = ["User-agent: *", "Disallow: /compte/", "Disallow: /t/", "Disallow: /verifier/", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a weakness."""
    return render(request, "portal/security.txt", content_type="text/plain; charset=utf-8")
