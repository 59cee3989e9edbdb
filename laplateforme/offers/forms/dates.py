"""Dates and prices by month: small lists that work without script."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.offers.actions import PriceStepValues, SessionValues
from laplateforme.offers.models import Offer, PriceStep, Session

DATES, PRICES = "dates", "prices"
MOST_DATES, MOST_PRICES = 60, 12


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SessionForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        error_messages={
            "required": _("Give the day of this date."),
            "invalid": _("Write the day like this: 08/12/2026."),
        },
    )
    starts = forms.TimeField(
        label=_("Starts at"),
        widget=HourInput(),
        error_messages={
            "required": _("Give the hour it starts."),
            "invalid": _("Write the hour like this: 14:30."),
        },
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        required=False,
        widget=HourInput(),
        error_messages={"invalid": _("Write the hour like this: 14:30.")},
    )
    last_day = forms.DateField(
        label=_("Last day, when it lasts several"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Write the day like this: 08/12/2026.")},
    )
    place = forms.CharField(label=_("Place, when it is another"), required=False, max_length=200)
    places_left = forms.IntegerField(
        label=_("Places left"),
        required=False,
        min_value=0,
        max_value=9999,
        error_messages={"invalid": _("Write a number.")},
    )
    url = forms.URLField(
        label=_("Link to sign up"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole address: https://…")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, starts, ends, last = (data.get(name) for name in ("day", "starts", "ends", "last_day"))
        if day and starts and ends and not last and ends <= starts:
            self.add_error("ends", _("This date ends before it starts."))
        if day and last and last < day:
            self.add_error("last_day", _("The last day is before the first."))
        if day and last and last > day and not ends:
            self.add_error("ends", _("Give the hour it ends on the last day."))
        return data


class PriceStepForm(forms.Form):
    from_month = forms.IntegerField(
        label=_("From month number"),
        min_value=1,
        max_value=600,
        error_messages={"required": _("Give the month."), "invalid": _("Write a number of months.")},
    )
    amount = forms.DecimalField(
        label=_("Price in euros"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
        error_messages={
            "required": _("Give the price."),
            "invalid": _("Write the price in figures, like 120 or 12,50."),
        },
    )
    unit = forms.CharField(
        label=_("Unit of the price"), required=False, max_length=60, help_text=_("“a month”, “a desk a month”")
    )


class SmallList(forms.BaseFormSet):
    """Rows with a tick to take one away; "add" is a button that posts the page."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this line away")

    def kept(self) -> list[dict[str, Any]]:
        """What was written in the lines that stay."""
        gone = self.deleted_forms
        return [form.cleaned_data for form in self.forms if form.cleaned_data and form not in gone]


SessionFormSet = forms.formset_factory(
    SessionForm, formset=SmallList, extra=0, can_delete=True, max_num=MOST_DATES, absolute_max=MOST_DATES
)
PriceStepFormSet = forms.formset_factory(
    PriceStepForm, formset=SmallList, extra=0, can_delete=True, max_num=MOST_PRICES, absolute_max=MOST_PRICES
)


def be_quiet(form: forms.BaseForm) -> None:
    """A page that comes back to be continued says nothing of what is not filled in yet."""
    form._errors, form.cleaned_data = ErrorDict(renderer=form.renderer), {}  # type: ignore[attr-defined]


def all_be_quiet(formset: Any) -> None:
    for form in formset.forms:
        be_quiet(form)
    formset._errors = [{} for _form in formset.forms]
    formset._non_form_errors = formset.error_class()


def with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    """What was posted, with one more empty line."""
    more = data.copy()
    count = more.get(f"{prefix}-TOTAL_FORMS", "0")
    more[f"{prefix}-TOTAL_FORMS"] = str(int(count) + 1 if count.isdecimal() and len(count) < 4 else 1)
    more.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return more


def session_initial(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    rows = []
    for session in sessions:
        starts = timezone.localtime(session.starts_at)
        ends = timezone.localtime(session.ends_at) if session.ends_at else None
        rows.append(
            {
                "id": session.pk,
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time() if ends else None,
                "last_day": ends.date() if ends and ends.date() != starts.date() else None,
                "place": session.place,
                "places_left": session.places_left,
                "url": session.url,
            }
        )
    return rows


def step_initial(steps: Iterable[PriceStep]) -> list[dict[str, Any]]:
    return [{"from_month": step.from_month, "amount": step.amount, "unit": step.unit} for step in steps]


def session_values(rows: Iterable[dict[str, Any]], offer: Offer | None) -> list[SessionValues]:
    """What the action takes; a date that exists keeps its commune, which this page does not show."""
    towns = {session.pk: session.commune for session in offer.sessions.select_related("commune")} if offer else {}
    zone = timezone.get_current_timezone()
    values = []
    for row in rows:
        last = row["last_day"] or row["day"]
        values.append(
            SessionValues(
                starts_at=datetime.combine(row["day"], row["starts"], zone),
                ends_at=datetime.combine(last, row["ends"], zone) if row["ends"] else None,
                place=row["place"],
                commune=towns.get(row["id"]),
                places_left=row["places_left"],
                url=row["url"],
                id=row["id"],
            )
        )
    return values


def step_values(rows: Iterable[dict[str, Any]]) -> list[PriceStepValues]:
    return [PriceStepValues(row["from_month"], row["amount"], row["unit"]) for row in rows]
