"""The backup of an old site."""

from typing import Any
from zipfile import is_zipfile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laplateforme.core.idempotency import KeyedForm

MEGABYTE = 1024 * 1024


class OldSiteForm(KeyedForm):
    """Who signed on the old site is named here only if somebody answers for their agreement."""

    file = forms.FileField(
        label=gettext_lazy("The backup of the old site"),
        help_text=gettext_lazy(
            "Made by SPIP itself (XML or SQLite), or SQL; or a zip of it with its folder IMG. Nothing is written yet."
        ),
        error_messages={
            "required": gettext_lazy("Choose the backup of the old site."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    pictures = forms.FileField(
        label=gettext_lazy("Its pictures and files"),
        help_text=gettext_lazy(
            "A zip of the folder IMG of the old site, if the backup is alone. 20 MB at most in all."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    is_named = forms.BooleanField(
        label=gettext_lazy("The authors agreed to be named"),
        help_text=gettext_lazy("Otherwise their names are kept, and only those who write here see them."),
        required=False,
    )

    def clean_file(self) -> Any:
        return self._not_too_large("file")

    def clean_pictures(self) -> Any:
        pictures = self._not_too_large("pictures")
        if pictures and not is_zipfile(pictures):
            raise ValidationError(_("This is not a zip archive. Fold the folder IMG into one."))
        return pictures

    def _not_too_large(self, name: str) -> Any:
        file = self.cleaned_data[name]
        if file and file.size > settings.LP_UPLOAD_MAX_BYTES:
            most = settings.LP_UPLOAD_MAX_BYTES // MEGABYTE
            raise ValidationError(_("The file is too large: %(most)d MB at most.") % {"most": most})
        return file
