"""Suggestions while one types. Public: the list of communes is no secret."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laplateforme.core.http import public
from laplateforme.core.text import clean_text
from laplateforme.places import queries

MOST_CHARACTERS = 80
MOST_SUGGESTIONS = 10
KEPT_SECONDS = 3600


@public
@require_safe
def autocomplete(request: HttpRequest) -> HttpResponse:
    """A JSON list of communes for ?q=; with ?as=options, the <option> elements of a <datalist>."""
    matches = queries.communes_matching(_typed(request), MOST_SUGGESTIONS)
    if request.GET.get("as") == "options":
        response = render(request, "places/options.html", {"matches": matches})
    else:
        response = JsonResponse([_as_json(match) for match in matches], safe=False)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@public
@require_safe
def areas(request: HttpRequest) -> JsonResponse:
    """A JSON list of areas of all kinds for ?q=, for those who say where an offer reaches."""
    found = queries.area_choices_matching(_typed(request))
    return JsonResponse([asdict(choice) for choice in found], safe=False)


def _typed(request: HttpRequest) -> str:
    return clean_text(request.GET.get("q", "")[:MOST_CHARACTERS])


def _as_json(match: queries.CommuneMatch) -> dict[str, object]:
    return {
        "code": match.code,
        "name": match.name,
        "post_codes": match.post_codes,
        "department": match.department,
        "department_name": match.department_name,
        "label": match.label,
        "via": match.via,
    }
