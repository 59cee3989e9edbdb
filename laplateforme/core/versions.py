"""Two people edited the same thing: nothing is overwritten, both versions are shown side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from laplateforme.core.models import BaseModel

Thing = TypeVar("Thing", bound=BaseModel)
MOST = 2_147_483_647  # what a column of versions can hold


class StaleVersion(Exception):
    """The thing changed since it was read. `current` is how it stands now."""

    def __init__(self, current: BaseModel) -> None:
        super().__init__(f"{current!r} has changed")
        self.current = current


class VersionedForm(forms.Form):
    """A form that edits something: it carries the version that the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST)

    @property
    def read_version(self) -> int:
        """What to give as `expected`. 0, which nothing that exists has, when the form does not say: never unchecked."""
        return self.cleaned_data.get("version") or 0


@dataclass(frozen=True)
class Difference:
    """One field on which two versions differ, in words."""

    label: str
    mine: str
    theirs: str


@transaction.atomic
def save_versioned(instance: Thing, expected: int | None) -> Thing:
    """Saves `instance` if its row is still at version `expected` (None: no check), one version higher.

    Raises StaleVersion otherwise; nothing is written then.
    """
    current = type(instance)._default_manager.select_for_update().get(pk=instance.pk)
    if expected is not None and current.version != expected:
        raise StaleVersion(current)
    instance.version = current.version + 1
    instance.save()
    return instance


def conflict_page(
    request: HttpRequest, form: forms.BaseForm, current: BaseModel, values: dict[str, Any], names: Iterable[str]
) -> HttpResponse:
    """409: what the person typed beside what was saved meanwhile; their text stays in the form.

    `values`: the saved values, in words, by field name; `names`: the fields to compare.
    """
    differences = []
    for name in names:
        mine = form[name].value()
        mine = ", ".join(map(str, mine)) if isinstance(mine, list | tuple) else str(mine if mine is not None else "")
        theirs = values.get(name, "")
        theirs = (
            ", ".join(map(str, theirs))
            if isinstance(theirs, list | tuple)
            else str(theirs if theirs is not None else "")
        )
        if mine.strip() != theirs.strip():
            differences.append(Difference(str(form.fields[name].label or name), mine, theirs))
    context = {
        "form": form,
        "current": current,
        "differences": differences,
        "posted": _posted(request, current.version),
    }
    return render(request, "core/conflict.html", context, status=409)


def _posted(request: HttpRequest, version: int) -> list[tuple[str, str]]:
    """What to send again to keep one's own version, knowing that the other exists."""
    skipped = {"csrfmiddlewaretoken", "version", "idempotency_key"}
    pairs = [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]
    return [*pairs, ("version", str(version))]
