"""Rate limits, by fixed windows in the shared cache."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from laplateforme.core import errors
from laplateforme.core.http import client_address


def exceeded(name: str, key: str, *, most: int, seconds: int) -> bool:
    """Counts one more; True when `most` in the present window of `seconds` has been passed."""
    window = int(time.time() // seconds)
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    cache_key = f"limit:{name}:{digest}:{window}"
    cache.add(cache_key, 0, timeout=seconds * 2)
    try:
        return cache.incr(cache_key) > most
    except ValueError:
        return False


def limited(
    name: str, *, most: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view that one person (signed in) or address (not) may use `most` times in `seconds`; then 429."""

    def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = getattr(request, "user", None)
            key = str(user.pk) if user is not None and user.is_authenticated else client_address(request)
            if request.method in methods and exceeded(name, key, most=most, seconds=seconds):
                return errors.page(request, 429)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        return inner

    return decorator
