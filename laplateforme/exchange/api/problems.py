"""Errors as documents (RFC 9457), in the language asked for."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TITLES = {
    400: gettext_lazy("This request cannot be read."),
    404: gettext_lazy("Nothing public is at this address."),
    405: gettext_lazy("This address is only read: use GET."),
    422: gettext_lazy("A value of the request is not one that we understand."),
    429: gettext_lazy("Too many requests: sixty a minute at most."),
}
# Types of pydantic → what to say, with the limits it gives.
SAID = {
    "missing": gettext_lazy("This value is needed."),
    "enum": gettext_lazy("Choose one of: %(expected)s."),
    "literal_error": gettext_lazy("Choose one of: %(expected)s."),
    "int_parsing": gettext_lazy("Give a whole number."),
    "int_from_float": gettext_lazy("Give a whole number."),
    "float_parsing": gettext_lazy("Give a number."),
    "finite_number": gettext_lazy("Give a number."),
    "greater_than": gettext_lazy("Give a number above %(gt)s."),
    "greater_than_equal": gettext_lazy("Give %(ge)s or more."),
    "less_than_equal": gettext_lazy("Give %(le)s or less."),
    "string_too_long": gettext_lazy("Use %(max_length)s characters at most."),
    "string_pattern_mismatch": gettext_lazy("The form of this value is not the one expected."),
    "too_long": gettext_lazy("Give %(max_length)s values at most."),
}


class ProblemError(Exception):
    """Ends a request with a problem; `field` names the parameter that is wrong."""

    def __init__(self, status: int, detail: str = "", field: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.field = status, detail, field


def problem(request: HttpRequest, status: int, detail: str = "", errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, _("This request cannot be answered."))),
        "status": status,
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def sentences(errors: Sequence[Any]) -> list[dict[str, str]]:
    """One line for each wrong parameter."""
    told = []
    for error in errors:
        place = [str(part) for part in error.get("loc", ()) if part not in {"query", "path", "params"}]
        context = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
        words = SAID.get(str(error.get("type")))
        try:
            detail = str(words) % context if words else _("This value is not one that we understand.")
        except KeyError:
            detail = _("This value is not one that we understand.")
        told.append({"field": next((part for part in place if not part.isdigit()), ""), "detail": detail})
    return told
