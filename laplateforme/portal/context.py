"""Menus, for every template."""

from typing import Any

from django.http import HttpRequest


def menus(request: HttpRequest) -> dict[str, Any]:
    return {"menu": [], "account_menu": [], "footer_links": [], "accent_css_url": ""}
