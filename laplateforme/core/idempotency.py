"""One form sent, one effect: double click, resend, back button and retry all get the first answer again."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django import forms
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from laplateforme.core.faults import OF_DATABASE, is_passing
from laplateforme.core.files import forget_unknown
from laplateforme.core.models import IdempotencyKey

log = logging.getLogger("laplateforme.requests")
FIELD = "idempotency_key"
HEADER = "HTTP_IDEMPOTENCY_KEY"
IGNORED = {FIELD, "csrfmiddlewaretoken"}


class KeyedForm(forms.Form):
    """A form that creates something: it carries its key, made when it was drawn."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD].initial = uuid4().hex


def body_hash(request: HttpRequest) -> str:
    """What was sent, without the tokens, as one hash."""
    if request.content_type == "application/json":
        return hashlib.sha256(request.body).hexdigest()
    pairs = [(name, value) for name, values in request.POST.lists() if name not in IGNORED for value in values]
    files = [(name, file) for name in request.FILES for file in request.FILES.getlist(name)]
    pairs += [(name, f"{file.name}:{file.size}") for name, file in files]
    return hashlib.sha256(repr(sorted(pairs)).encode()).hexdigest()


def idempotent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Runs a POST view at most once for each key and person; without a key, as it comes.

    The key and the effect are saved in one transaction. A refused form (no redirect, not 201) frees its key.
    The same key with another body is answered by 422, in words. When the connection is lost or two transactions stand
    in each other's way, it is run a second time: the first left nothing, or is known by its key.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.META.get(HEADER) or request.POST.get(FIELD, "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        user = getattr(request, "user", None)
        who = str(user.pk) if user is not None and user.is_authenticated else "anonymous"
        scope = f"{request.resolver_match.view_name if request.resolver_match else ''}:{who}"[:120]
        is_inside = connection.in_atomic_block
        said = _said_so_far(request)
        try:
            return _once(request, scope, key[:64], lambda: view(request, *args, **kwargs))
        except OF_DATABASE as error:
            if is_inside or not is_passing(error):
                raise
            log.warning("run again after a passing fault")
        connection.close()
        forget_unknown()
        _as_if_unread(request, said)
        return _once(request, scope, key[:64], lambda: view(request, *args, **kwargs))

    return inner


def _said_so_far(request: HttpRequest) -> list[Any]:
    return list(getattr(getattr(request, "_messages", None), "_queued_messages", ()))


def _as_if_unread(request: HttpRequest, said: list[Any]) -> None:
    """What the first run has read or said is as it was before."""
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            file.seek(0)
    storage = getattr(request, "_messages", None)
    if storage is not None:
        storage._queued_messages = said


def _once(request: HttpRequest, scope: str, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    digest = body_hash(request)
    try:
        with transaction.atomic():
            with transaction.atomic():
                row = IdempotencyKey.objects.create(scope=scope, key=key, body_hash=digest)
            response = run()
            if response.status_code in {201, 202, 301, 302, 303}:
                row.status = response.status_code
                row.location = response.headers.get("Location", "")
                row.content = response.content.decode() if response.status_code in {201, 202} else ""
                row.save()
            else:
                row.delete()
            return response
    except IntegrityError:
        before = IdempotencyKey.objects.filter(scope=scope, key=key).first()
        if before is None:
            raise
        return _again(request, before, digest)


def answered_at(view_name: str, key: str) -> str:
    """Where the answer to this key led, for somebody whom the first press has signed out; "" when there was none."""
    rows = IdempotencyKey.objects.filter(scope__startswith=f"{view_name}:", key=key[:64]).exclude(location="")
    return rows.values_list("location", flat=True).first() or ""


def _again(request: HttpRequest, before: IdempotencyKey, digest: str) -> HttpResponse:
    if before.body_hash != digest:
        return render(request, "core/already_sent.html", {"location": before.location}, status=422)
    if before.location:
        response = HttpResponse(status=before.status or 302)
        response["Location"] = before.location
        return response
    return HttpResponse(before.content, status=before.status or 200, content_type="application/json")
