"""A key question of the bank."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.guidance.queries.directory import sentence_case
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Stage, Theme

LARGEST_PICTURE = 5 * 1024 * 1024
MOST_WORDS = 30


def _spoken(choices: Any) -> list[tuple[str, str]]:
    return [(code, sentence_case(str(label))) for code, label in choices]


class KeyQuestionForm(KeyedForm, VersionedForm):
    """The question in people's words, its answer, its picture, the offers that respond."""

    text = forms.CharField(
        label=_("The question, in people’s words"),
        help_text=_("As somebody would say it aloud. 200 characters at most."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )
    short_answer = forms.CharField(
        label=_("Short answer"),
        help_text=_("What one would say in a minute. 1,500 characters at most."),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), error_messages={"required": _("Choose a theme.")})
    lay_words = forms.CharField(
        label=_("Other words that people type"),
        help_text=_("Separated by commas: they help the search."),
        required=False,
        max_length=800,
    )
    figure = forms.CharField(
        label=_("A figure and what it means"),
        help_text=_("With its source and its date, when it helps."),
        required=False,
        max_length=200,
    )
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, 5 MB at most. The place where a photo was taken is removed."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows, for those who do not see it"), required=False, max_length=200
    )
    is_published = forms.BooleanField(label=_("Shown to the public"), required=False, initial=True)
    words = forms.CharField(
        label=_("Find offers that respond"),
        help_text=_("Type a few words, then press “Find”. What you wrote above stays."),
        required=False,
        max_length=200,
    )
    offers = forms.MultipleChoiceField(
        label=_("Offers that respond"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: list[Offer], has_picture: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture
        self.found = {str(offer.pk): offer for offer in found}
        self.fields["stage"].choices = [("", _("At any stage")), *_spoken(Stage.choices)]  # type: ignore[attr-defined]
        self.fields["theme"].choices = _spoken(Theme.choices)  # type: ignore[attr-defined]
        self.fields["offers"].choices = [  # type: ignore[attr-defined]
            (key, f"{offer.name} — {offer.organization.called}") for key, offer in self.found.items()
        ]

    def clean_text(self) -> str:
        return " ".join(clean_text(self.cleaned_data["text"]).split())

    def clean_short_answer(self) -> str:
        return clean_text(self.cleaned_data["short_answer"])

    def clean_lay_words(self) -> list[str]:
        words = [" ".join(clean_text(word).split())[:60] for word in self.cleaned_data["lay_words"].split(",")]
        return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]

    def clean_picture(self) -> UploadedFile | None:
        picture = self.cleaned_data["picture"]
        if picture and picture.size > LARGEST_PICTURE:
            raise ValidationError(_("This picture is larger than 5 MB. Choose a smaller one."))
        return picture or None

    def clean_offers(self) -> list[Offer]:
        return [self.found[key] for key in self.cleaned_data["offers"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        shown = cleaned.get("picture") or self.has_picture
        if shown and not cleaned.get("picture_alt", "").strip():
            self.add_error("picture_alt", _("Say in a few words what the picture shows."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("text", "short_answer", "stage", "theme", "lay_words", "figure", "picture_alt", "is_published")
        return {name: self.cleaned_data[name] for name in names}


def chosen_keys(values: list[str]) -> list[str]:
    """Identifiers among what was sent; anything else is left out."""
    keys = []
    for value in values[:100]:
        try:
            keys.append(str(UUID(value)))
        except ValueError:
            continue
    return keys
