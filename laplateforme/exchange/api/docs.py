"""The page that explains the API: our own, drawn from the same description, without script."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja.openapi.docs import DocsBase

EXAMPLES = {"offer": "offers/…", "organization": "organizations/…"}


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str
    text: str


@dataclass(frozen=True)
class Operation:
    path: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]


class Page(DocsBase):
    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_params=kwargs)
        context = {
            "operations": [_operation(path, item["get"]) for path, item in schema["paths"].items() if "get" in item],
            "openapi_url": request.build_absolute_uri(reverse("api-1:openapi-json")),
        }
        return render(request, "exchange/api.html", context)


def _operation(path: str, described: dict[str, Any]) -> Operation:
    parameters = tuple(
        Parameter(one["name"], _kind(one.get("schema", {})), one.get("description") or "")
        for one in described.get("parameters", [])
    )
    return Operation(path, described.get("summary", ""), described.get("description", ""), parameters)


def _kind(schema: dict[str, Any]) -> str:
    """ "integer", "list of string"…"""
    if "anyOf" in schema:
        return next((_kind(one) for one in schema["anyOf"] if one.get("type") != "null"), "")
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}…"
    return str(schema.get("type", "")) or "code"
