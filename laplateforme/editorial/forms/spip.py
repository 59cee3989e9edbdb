"""The backup of an old site."""

from typing import Any

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
        help_text=gettext_lazy("Made by SPIP itself (XML or SQLite), or SQL. 20 MB at most. Nothing is written yet."),
        error_messages={
            "required": gettext_lazy("Choose the backup of the old site."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    is_named = forms.BooleanField(
        label=gettext_lazy("The authors agreed to be named"),
        help_text=gettext_lazy("Otherwise their names are kept, and only those who write here see them."),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.LP_UPLOAD_MAX_BYTES:
            most = settings.LP_UPLOAD_MAX_BYTES // MEGABYTE
            raise ValidationError(_("The file is too large: %(most)d MB at most.") % {"most": most})
        return file
