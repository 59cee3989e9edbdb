"""Meetings: dates, agenda, presence."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.fields import MomentField
from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.groups.enums import Answer, GridPoint, ItemKind
from laplateforme.groups.forms.fields import TextField, WordsField
from laplateforme.groups.models import GroupMember
from laplateforme.groups.queries.meetings import DateLine
from laplateforme.groups.queries.words import member_words
from laplateforme.network.models import Network, Organization
from laplateforme.network.queries import participants_of

PROPOSED = 5


class CallForm(KeyedForm):
    """One date sets the meeting; several are proposed to the members."""

    title = WordsField(label=_("What about?"), max_length=200, required=False)
    date_1 = MomentField(label=_("Date"), error_messages={
        "required": _("Give at least one date."), "invalid": _("Write the day and the hour: 08/12/2026 14:30."),
    })  # fmt: skip
    date_2 = MomentField(label=_("Or"), required=False)
    date_3 = MomentField(label=_("Or"), required=False)
    date_4 = MomentField(label=_("Or"), required=False)
    date_5 = MomentField(label=_("Or"), required=False)
    place = WordsField(label=_("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link to take part from afar"), max_length=400, required=False, assume_scheme="https",
        error_messages={"invalid": _("Copy the whole address, with https://.")},
    )  # fmt: skip

    @property
    def dates(self) -> list[Any]:
        """Those that were given."""
        return sorted(self._given().values())

    def _given(self) -> dict[str, Any]:
        names = (f"date_{number}" for number in range(1, PROPOSED + 1))
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        """A date that is over may be noted, not proposed; a choice is between different dates."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = self._given()
        seen: set[Any] = set()
        for name, moment in given.items():
            if moment in seen:
                self.add_error(name, _("This date is there twice: choose another one, or leave it empty."))
            elif len(given) > 1 and moment < timezone.now():
                self.add_error(name, _("This date is over: propose dates to come."))
            seen.add(moment)
        return cleaned


class MeetingForm(VersionedForm):
    """When, where, with whom."""

    title = WordsField(label=_("What about?"), max_length=200, required=False)
    starts_at = MomentField(label=_("Starts at"), required=False)
    ends_at = MomentField(label=_("Ends at"), required=False)
    place = WordsField(label=_("Place"), max_length=300, required=False)
    link = CallForm.base_fields["link"]
    host = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Who hosts?"), required=False, to_field_name="slug"
    )

    def __init__(self, *args: Any, network: Network, is_dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [one.pk for one in participants_of(network)]
        self.fields["host"].queryset = (  # type: ignore[attr-defined]
            Organization.objects.filter(pk__in=bodies).order_by("name")
        )
        self.is_dated = is_dated

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end comes after the beginning."))
        if self.is_dated and not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", _("The date is set: change it, or cancel the meeting."))
        return cleaned


class DatesForm(forms.Form):
    """Yes, if need be, no: for each date, in a list that fits a phone."""

    def __init__(self, *args: Any, lines: list[DateLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[self.name_of(line)] = forms.ChoiceField(
                label=line.words, choices=Answer.choices, widget=forms.RadioSelect, initial=line.mine,
                help_text=line.counts if line.who else "",
                error_messages={"required": _("Answer for this date.")},
            )  # fmt: skip

    @staticmethod
    def name_of(line: DateLine) -> str:
        return f"date_{line.option.pk}"

    @property
    def answers(self) -> dict[str, str]:
        """By the keys of the dates."""
        return {name.removeprefix("date_"): value for name, value in self.cleaned_data.items() if value}


class MoreDateForm(KeyedForm):
    starts_at = MomentField(label=_("Propose one more date"), error_messages={
        "required": _("Give a date."), "invalid": _("Write the day and the hour: 08/12/2026 14:30."),
    })  # fmt: skip


def people_field(group: Any, label: Any) -> forms.ModelChoiceField:
    """A member of the group, by name."""

    class Members(forms.ModelChoiceField):
        def label_from_instance(self, obj: GroupMember) -> str:
            return member_words(obj)

    rows = GroupMember.objects.current().filter(group=group).select_related("user", "organization")
    return Members(rows.order_by("user__name"), label=label, required=False)


class ItemForm(KeyedForm):
    """A point, its time, who presents it."""

    title = WordsField(label=_("Point"), max_length=300, error_messages={"required": _("Say what it is about.")})
    minutes_planned = forms.IntegerField(label=_("Time, in minutes"), min_value=1, max_value=600, required=False)

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer"] = people_field(group, _("Who presents it?"))


class EditItemForm(VersionedForm):
    """The same, with all that a point can say."""

    title = ItemForm.base_fields["title"]
    text = TextField(label=_("What it is about"), max_length=4000, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    minutes_planned = ItemForm.base_fields["minutes_planned"]
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Structure presented"), required=False, to_field_name="slug"
    )
    grid_point = forms.ChoiceField(
        label=_("Point of the observation grid"), required=False, choices=[("", "—"), *GridPoint.choices]
    )

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer"] = people_field(group, _("Who presents it?"))
        bodies = [one.pk for one in participants_of(group.network)]
        self.fields["organization"].queryset = (  # type: ignore[attr-defined]
            Organization.objects.filter(pk__in=bodies).order_by("name")
        )
