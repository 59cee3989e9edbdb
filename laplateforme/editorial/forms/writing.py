"""What writers fill: short forms in plain words. The workshop has all the rest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.editorial.models import SectionPage, SiteRoot
from laplateforme.editorial.queries.pages import section_tree

MOST_BYTES = 15 * 1024 * 1024


class TextForm(KeyedForm):
    """An article, a news item: where, what, and a picture with its words."""

    title = forms.CharField(label=_("Title"), max_length=160, error_messages={"required": _("Give the text a title.")})
    section = forms.ModelChoiceField(
        label=_("Section"),
        queryset=SectionPage.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a section."), "invalid_choice": _("Choose a section of the list.")},
    )
    standfirst = forms.CharField(
        label=_("In two sentences"),
        help_text=_("It is shown in lists. Say what one learns."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("A blank line makes a paragraph, ## makes a heading, a dash at the start of lines makes a list."),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, 15 MB at most. Where and when it was taken is erased."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("For those who do not see it: what one learns from it, in one sentence."),
        max_length=300,
        required=False,
    )
    has_dates = False

    def __init__(self, *args: Any, root: SiteRoot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = SectionPage.objects.of_network(root.network).shown()
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        by_path = {line.url: line.name for _depth, line in section_tree(root.network)}
        choices = [
            (one.pk, f"{'— ' * (one.depth - 3)}{by_path.get(one.get_absolute_url(), one.title)}")
            for one in sections.order_by("path")
        ]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]
        self.has_sections = bool(choices)

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not any(char.isalnum() for char in title):
            raise ValidationError(_("Give the text a title."))
        return title

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_standfirst(self) -> str:
        return clean_text(self.cleaned_data["standfirst"])

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if picture and picture.size > MOST_BYTES:
            raise ValidationError(_("This picture is larger than 15 MB."))
        return picture

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        values["picture_alt"] = clean_text(values.get("picture_alt") or "")
        if values.get("picture") and not values["picture_alt"]:
            self.add_error("picture_alt", _("Say what the picture shows: without that it is not taken."))
        return values


class EditForm(VersionedForm):
    """The words of a text again. `number`: the version that the person read."""

    title = forms.CharField(label=_("Title"), max_length=160, error_messages={"required": _("Give the text a title.")})
    standfirst = forms.CharField(
        label=_("In two sentences"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("A blank line makes a paragraph, ## makes a heading, a dash at the start of lines makes a list."),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, *args: Any, with_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_text:
            del self.fields["text"]

    clean_title = TextForm.clean_title  # type: ignore[assignment]
    clean_standfirst = TextForm.clean_standfirst  # type: ignore[assignment]

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class DateForm(TextForm):
    """A date that the network announces."""

    starts_at = forms.DateTimeField(
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Say when it begins."), "invalid": _("Write a day and an hour.")},
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Write a day and an hour.")},
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    cost = forms.CharField(label=_("Cost"), max_length=120, required=False)
    field_order = ("title", "section", "starts_at", "ends_at", "place", "cost")
    has_dates = True

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        begins, ends = values.get("starts_at"), values.get("ends_at")
        if begins and not 2000 <= begins.year <= 2100:
            self.add_error("starts_at", _("Write a day and an hour."))
        elif begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins."))
        return values


class CorrectionForm(KeyedForm):
    """The words that are wrong, copied from the page, and the right ones."""

    wrong = forms.CharField(
        label=_("What is written"),
        help_text=_("Copy a few words from the page, with the mistake in them."),
        max_length=300,
        strip=True,
        error_messages={"required": _("Copy the words that are wrong.")},
    )
    right = forms.CharField(
        label=_("What should be written"),
        max_length=300,
        error_messages={"required": _("Write the right words.")},
    )

    def __init__(self, *args: Any, passage: str = "", **kwargs: Any) -> None:
        """`passage`: the sentence that was touched; the person then writes it again, mistake mended."""
        super().__init__(*args, **kwargs)
        if passage:
            self.fields["wrong"].widget = forms.HiddenInput()
            self.fields["wrong"].initial = self.fields["right"].initial = passage
            self.fields["right"].widget = forms.Textarea(attrs={"rows": 4})

    def clean_right(self) -> str:
        return clean_text(self.cleaned_data["right"])


class ScheduleForm(forms.Form):
    """When a text goes online by itself."""

    moment = forms.DateTimeField(
        label=_("Put online on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Say when."), "invalid": _("Write a day and an hour.")},
    )

    def clean_moment(self) -> Any:
        moment = self.cleaned_data["moment"]
        if moment <= timezone.now():
            raise ValidationError(_("This moment is past."))
        if moment.year > 2100:
            raise ValidationError(_("Write a day and an hour."))
        return moment


class SendBackForm(forms.Form):
    """What a facilitator asks for before publishing."""

    words = forms.CharField(
        label=_("What should change?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should change.")},
    )

    def clean_words(self) -> str:
        return clean_text(self.cleaned_data["words"])
