"""Two people wrote the same offer: both versions side by side, in words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from laplateforme.core.versions import Difference
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.history import say
from laplateforme.places.models import Commune
from laplateforme.places.queries import labels_of

SKIPPED = {"csrfmiddlewaretoken", "version", "idempotency_key"}


def offer_conflict(
    request: HttpRequest, form: forms.BaseForm, values: dict[str, Any], current: Offer, names: Iterable[str]
) -> HttpResponse:
    """409. `values`: what the person wrote, cleaned; their text travels with the button that keeps it."""
    areas = labels_of({*values.get("coverage", ()), *current.coverage})
    differences = []
    for name in names:
        mine, theirs = (_say(name, value, areas) for value in (values.get(name), getattr(current, name)))
        if mine != theirs:
            differences.append(Difference(str(form.fields[name].label), mine, theirs))
    posted = [(name, value) for name, all_of in request.POST.lists() if name not in SKIPPED for value in all_of]
    context = {
        "form": form,
        "current": current,
        "differences": differences,
        "posted": [*posted, ("version", str(current.version))],
    }
    return render(request, "core/conflict.html", context, status=409)


def _say(name: str, value: Any, areas: dict[str, str]) -> str:
    return value.label if isinstance(value, Commune) else say(name, value, areas, {})
