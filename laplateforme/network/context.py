"""What every template may know of the network."""

from typing import Any

from django.http import HttpRequest


def network(request: HttpRequest) -> dict[str, Any]:
    return {"network": getattr(request, "network", None)}
