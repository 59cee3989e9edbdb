"""Fields that several forms of this room share."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from laplateforme.core.text import clean_text, fold
from laplateforme.places.queries import area_choices_matching, labels_of
from laplateforme.vocabulary.enums import FunctionGroup, SupportFunction

MOST_PIXELS = 25_000_000
MOST_BYTES = 5 * 1024 * 1024
LOGO_SIDE = 800
FORMATS = ("PNG", "JPEG", "WEBP")


class CleanTextField(forms.CharField):
    """Text without control or direction characters."""

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_text(value) if isinstance(value, str) else value))


class FunctionsField(forms.MultipleChoiceField):
    """The functions of the chain, as boxes to tick under the six groups that people read."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", self.grouped_choices)
        kwargs.setdefault("label", _("What your organization does"))
        super().__init__(**kwargs)

    @staticmethod
    def grouped_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
        return [
            (group.label, [(code, SupportFunction(code).label) for code in group.functions]) for group in FunctionGroup
        ]


class AreasField(forms.CharField):
    """Areas by name, one a line: "Bouches-du-Rhône", "Aubagne", "04"; kept as official codes."""

    widget = forms.Textarea
    default_error_messages = {
        "unknown_area": _("We do not know the area “%(text)s”. Please check its spelling."),
        "unclear_area": _("Several areas match “%(text)s”: %(choices)s. Please write one of them."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Territory where you work"))
        kwargs.setdefault(
            "help_text", _("One line for each commune, grouping of communes, département or region. “France” for all.")
        )
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "rows": 4}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            labels = labels_of(value)
            return "\n".join(labels[code] for code in value)
        return value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        codes: list[str] = []
        for line in filter(None, (clean_text(part) for part in text.splitlines())):
            codes += [code for code in self.codes_of(line) if code not in codes]
        return codes

    def codes_of(self, line: str) -> list[str]:
        choices = area_choices_matching(line, 6)
        exact = [choice for choice in choices if fold(choice.label) == fold(line)]
        found = exact[:1] or (choices if len(choices) == 1 else [])
        if found:
            return list(found[0].codes)
        if not choices:
            raise ValidationError(self.error_messages["unknown_area"], code="unknown_area", params={"text": line})
        names = ", ".join(choice.label for choice in choices)
        raise ValidationError(
            self.error_messages["unclear_area"], code="unclear_area", params={"text": line, "choices": names}
        )


class LogoField(forms.FileField):
    """A picture, drawn again by us: whatever else the file held (place, date, script) is gone."""

    widget = forms.FileInput
    default_error_messages = {
        "heavy": _("This file is too heavy: 5 MB at most."),
        "not_a_picture": _("We could not read this picture. Please send a PNG, JPEG or WebP file."),
        "too_large": _("This picture is too large: 25 million pixels at most."),
        "invalid": _("We did not receive the file. Please choose it again."),
        "missing": _("We did not receive the file. Please choose it again."),
        "empty": _("This file is empty. Please choose another one."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Logo"))
        kwargs.setdefault("help_text", _("PNG, JPEG or WebP, 5 MB at most."))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": "image/png,image/jpeg,image/webp"}

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        file = super().clean(data, None)
        return self.drawn_again(file) if isinstance(file, UploadedFile) else None

    def drawn_again(self, file: UploadedFile) -> ContentFile:
        """A PNG of at most 800 pixels a side, named by nothing that the person typed."""
        from PIL import Image, ImageOps  # noqa: PLC0415  slow import

        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(self.error_messages["heavy"], code="heavy")
        try:
            with Image.open(file, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValidationError(self.error_messages["too_large"], code="too_large")
                picture.thumbnail((LOGO_SIDE, LOGO_SIDE))
                upright = ImageOps.exif_transpose(picture)
                plain = Image.new("RGBA", upright.size)
                plain.paste(upright.convert("RGBA"))
        except ValidationError:
            raise
        except Exception as error:  # whatever a hostile file makes the decoder raise
            raise ValidationError(self.error_messages["not_a_picture"], code="not_a_picture") from error
        out = BytesIO()
        plain.save(out, "PNG", optimize=True)
        return ContentFile(out.getvalue(), name="logo.png")


class RemoveLogoField(forms.BooleanField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=_("Remove the present logo"), **kwargs)


def logo_change(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the two fields of a logo ask for: nothing, a new one, or none."""
    logo, remove = cleaned.pop("logo", None), cleaned.pop("remove_logo", False)
    if logo is not None:
        return {"logo": logo}
    return {"logo": ""} if remove else {}
