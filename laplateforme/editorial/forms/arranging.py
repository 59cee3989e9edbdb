"""Sections and keywords: their names, what they are for, where they stand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.editorial.models import KeywordGroup, SectionPage
from laplateforme.editorial.queries.arranging import places_for
from laplateforme.network.models import Network

TOP = 0  # no section: under the root of the network


def called(text: str) -> str:
    """A name in one line, with at least a letter or a figure."""
    name = " ".join(clean_text(text).split())
    if not any(sign.isalnum() for sign in name):
        raise ValidationError(_("Give it a name."))
    return name


class SectionForm(KeyedForm, VersionedForm):
    """A section: its name, what is found in it, in which other it stands."""

    title = forms.CharField(
        label=_("Name of the section"), max_length=120, error_messages={"required": _("Give it a name.")}
    )
    intro = forms.CharField(
        label=_("What is found in it"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parent = forms.TypedChoiceField(
        label=_("It stands in"), coerce=int, error_messages={"invalid_choice": _("Choose a section of the list.")}
    )

    def __init__(self, *args: Any, network: Network, without: SectionPage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = (TOP, _("The top of the site"))
        self.fields["parent"].choices = [top, *places_for(network, without=without)]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return called(self.cleaned_data["title"])

    def clean_intro(self) -> str:
        return clean_text(self.cleaned_data["intro"])


class GroupForm(KeyedForm):
    """A group of keywords: the question that they answer."""

    name = forms.CharField(
        label=_("Name of the group"),
        help_text=_("The question that its keywords answer: where, what about, which kind of text."),
        max_length=80,
        error_messages={"required": _("Give it a name.")},
    )

    def clean_name(self) -> str:
        return called(self.cleaned_data["name"])


class KeywordForm(KeyedForm):
    """A keyword, in one of the groups of the network."""

    name = forms.CharField(label=_("Keyword"), max_length=80, error_messages={"required": _("Give it a name.")})
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=KeywordGroup.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a group."), "invalid_choice": _("Choose a group of the list.")},
    )
    description = forms.CharField(
        label=_("What it covers"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = KeywordGroup.objects.of_network(network).order_by("position", "name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return called(self.cleaned_data["name"])

    def clean_description(self) -> str:
        return clean_text(self.cleaned_data["description"])


class MoveTextForm(KeyedForm):
    """The section in which a text should stand."""

    section = forms.TypedChoiceField(
        label=_("Section"), coerce=int, error_messages={"invalid_choice": _("Choose a section of the list.")}
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = places_for(network)  # type: ignore[attr-defined]
