"""What every template may read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def house(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("lp_theme", "")
    return {
        "today": timezone.localdate(),
        "theme": theme if theme in {"light", "dark", "sun"} else "",
        "save_data": request.headers.get("Save-Data", "").lower() == "on",
        "source_code": settings.LP_SOURCE_CODE,
        "request_id": getattr(request, "request_id", ""),
        "is_demo": settings.LP_DEMO,
    }
