"""What somebody was typing, given back when they come again. The page sends it two seconds after the last key.

A page that keeps drafts (see forms.js): `drafts.initial(...)` over its own initial values, `drafts.context(...)` in its
context, `drafts.forgotten(...)` around what saves the form; its template includes `components/draft.html`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import FileField, Form
from django.http import HttpRequest, QueryDict

from laplateforme.core.models import Draft

RESUME = "reprendre"
NOT_TYPED = {"idempotency_key", "csrfmiddlewaretoken"}


def draft_of(request: HttpRequest, key: str) -> Draft | None:
    return Draft.objects.filter(owner_id=request.user.pk, form=key).first()  # type: ignore[misc]


def is_resumed(request: HttpRequest) -> bool:
    return request.method == "GET" and RESUME in request.GET


def posted(draft: Draft) -> QueryDict:
    """The draft as if it had just been sent."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        if name not in NOT_TYPED and isinstance(values, list):
            data.setlist(str(name), [str(value) for value in values])
    return data


def initial(request: HttpRequest, key: str, form: type[Form], saved: dict[str, Any]) -> dict[str, Any]:
    """`saved`, or what was being typed over it when the person asks for their draft. Files are not kept."""
    draft = draft_of(request, key) if is_resumed(request) else None
    if draft is None:
        return saved
    data = posted(draft)
    typed = {
        name: field.widget.value_from_datadict(data, {}, name)  # type: ignore[arg-type]
        for name, field in form.base_fields.items()
        if name not in NOT_TYPED and not isinstance(field, FileField)
    }
    return {**saved, **{name: value for name, value in typed.items() if value is not None}}


def context(request: HttpRequest, key: str) -> dict[str, Any]:
    """What `components/draft.html` says: that a draft waits, or that this is it."""
    resumed = is_resumed(request)
    return {
        "draft_key": key,
        "draft": draft_of(request, key) if request.method == "GET" and not resumed else None,
        "is_resumed": resumed,
    }


@contextmanager
def forgotten(owner_id: UUID, key: str) -> Iterator[None]:
    """Around the saving of a form: it is saved and its draft thrown away, or neither."""
    with transaction.atomic():
        yield
        forget(owner_id, key)


def forget(owner_id: UUID, key: str) -> None:
    """The form was sent, or its draft thrown away."""
    Draft.objects.filter(owner_id=owner_id, form=key).delete()
