"""Pictures and files that come in through the workshop."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from laplateforme.core.ids import short_code
from laplateforme.core.pictures import UnreadablePicture, encoded_again
from laplateforme.editorial.actions.files import WIDEST


class PictureFormBase(BaseImageForm):
    """Drawn again from its pixels, like every picture that comes in; refused without words that say what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"] = forms.CharField(
                label=_("What the picture shows"),
                help_text=_("For those who do not see it: what one learns from it, in one sentence."),
                max_length=255,
            )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return given
        given.seek(0)
        try:
            drawn = encoded_again(given.read(), widest=WIDEST)
        except UnreadablePicture as error:
            raise ValidationError(_("This picture cannot be read. Give a JPEG, a PNG or a WebP.")) from error
        return ImageFile(BytesIO(drawn), name=f"{short_code(12)}.webp")


class AttachedFileFormBase(BaseDocumentForm):
    """The name that a file had on somebody's machine is not kept."""

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if "file" in self.changed_data and "." in given.name:
            given.name = f"{short_code(12)}.{given.name.rsplit('.', 1)[-1].lower()[:8]}"
        return given
