"""Fields that forms of several rooms share."""

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PAPERS = {
    *(".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".txt", ".md", ".csv", ".png", ".jpg", ".jpeg"),
    ".ics",
}
FIRST_BYTES = {
    ".pdf": b"%PDF", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff",
    **dict.fromkeys((".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx"), b"PK"),
}  # fmt: skip
MOST_BYTES = 10 * 1024 * 1024


class PaperField(forms.FileField):
    """A file to keep, looked at by its ending, its first bytes and its size; it is never shown inside a page."""

    def __init__(self, **kwargs: Any) -> None:
        said = {
            "required": _("Choose a file."), "empty": _("This file is empty."),
            "invalid": _("This is not a file."), "missing": _("Choose a file."),
        }  # fmt: skip
        kwargs.setdefault("help_text", _("PDF, office, text or picture, 10 MB at most."))
        super().__init__(error_messages=said, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        ending = PurePath(file.name).suffix.lower()
        first = file.read(512)
        file.seek(0)
        if ending not in PAPERS or not first.startswith(FIRST_BYTES.get(ending, b"")):
            raise ValidationError(_("We do not keep files of this kind. A PDF always works."))
        if ending not in FIRST_BYTES and b"\0" in first:
            raise ValidationError(_("We do not keep files of this kind. A PDF always works."))
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too big: 10 MB at most."))
        return file


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and an hour, between 1990 and 2100."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Write the day and the hour: 08/12/2026 14:30.")})
        super().__init__(
            widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"], **kwargs
        )

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if isinstance(moment, datetime) and not 1990 <= moment.year < 2100:
            raise ValidationError(_("Write the day and the hour: 08/12/2026 14:30."))
        return moment
