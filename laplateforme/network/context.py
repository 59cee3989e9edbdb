"""What every template may know of the network."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def network(request: HttpRequest) -> dict[str, Any]:
    here = getattr(request, "network", None)
    accent = reverse("network:accent_css", args=[here.slug, here.version]) if here and here.accent else ""
    logo = reverse("network:network_logo", args=[here.slug, here.version]) if here and here.logo else ""
    return {"network": here, "accent_css_url": accent, "network_logo_url": logo}
