"""The form of a text in the workshop: what one may choose is of the network that the text belongs to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from laplateforme.editorial.blocks import has_untold_picture
from laplateforme.editorial.models import Author, Keyword, Picture
from laplateforme.places.forms import CommuneField

UNTOLD = _("Say what the picture shows: without that it is not taken.")


class ArticleForm(WagtailAdminPageForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network = self.instance.network
        for name, rows in (("keywords", Keyword.objects), ("authors", Author.objects)):
            field = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.queryset = rows.of_network(network).order_by("name")
        self.fields["picture"].queryset = Picture.objects.of_network(network)
        if "commune" in self.fields:
            self.fields["commune"] = CommuneField(required=False, widget=forms.TextInput())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        if values.get("picture") and not (values.get("picture_alt") or "").strip():
            self.add_error("picture_alt", UNTOLD)
        if has_untold_picture(values.get("body") or ()):
            self.add_error("body", UNTOLD)
        return values
