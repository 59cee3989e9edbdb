"""Occasions proposed and decided, slots opened, people asked."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.fairs import actions
from laplateforme.fairs.enums import OccasionKind
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.models.duty import MOST_PEOPLE
from laplateforme.network.models import Membership
from laplateforme.places.forms import CommuneField
from laplateforme.vocabulary.enums import Audience, Role, Theme

MOMENT = _("Write the day and the hour: 08/12/2026 14:30.")
YES, NO = "yes", "no"
ASKED = ("asked_body", "asked_for", "asked_by", "asked_contact")


class LineField(forms.CharField):
    """One line, without control characters."""

    def to_python(self, value: Any) -> str:
        return " ".join(clean_text(super().to_python(value) or "").split())


class TextField(forms.CharField):
    """Several lines, without control characters."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=2000, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text((super().to_python(value) or "").replace("\r\n", "\n"))


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and an hour, between 1990 and 2100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
            error_messages={"required": MOMENT, "invalid": MOMENT}, **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if isinstance(moment, datetime) and not 1990 <= moment.year < 2100:
            raise ValidationError(MOMENT)
        return moment


class FromTo(KeyedForm):
    """A beginning and an end that comes after."""

    starts_at = MomentField(label=_("Starts at"))
    ends_at = MomentField(label=_("Ends at"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end comes after the beginning."))
        return cleaned


class OccasionForm(FromTo):
    """What, when, where, for whom; and who asks the network to come, when somebody does."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=OccasionKind.choices, widget=forms.RadioSelect)
    title = LineField(
        label=_("Name"), max_length=200, error_messages={"required": _("Give it the name that people know it by.")}
    )
    about = TextField(label=_("Why would we go?"), required=False)
    place = LineField(label=_("Place"), max_length=300, required=False)
    commune = CommuneField(required=False)
    organizer = LineField(label=_("Organizer"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link"), max_length=400, required=False, assume_scheme="https",
        error_messages={"invalid": _("Copy the whole address, with https://.")},
    )  # fmt: skip
    cost = forms.DecimalField(
        label=_("Cost in euros"), min_value=0, max_value=999_999, max_digits=8, decimal_places=2, required=False
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The stand speaks for the structures whose offers answer them; without any, for all."),
    )  # fmt: skip
    audiences = forms.MultipleChoiceField(
        label=_("Audience"), choices=Audience.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    asked_body = LineField(
        label=_("Does somebody ask the network to come? Who?"), max_length=200, required=False,
        help_text=_("A region, a town, a chamber… Leave empty when the idea is ours."),
    )  # fmt: skip
    asked_for = TextField(label=_("What do they ask for?"), required=False)
    asked_by = LineField(label=_("Person to answer"), max_length=160, required=False)
    asked_contact = LineField(label=_("Their telephone or e-mail"), max_length=254, required=False)

    field_order = ("kind", "title", "starts_at", "ends_at", "place", "commune")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = any(cleaned.get(name) for name in ("asked_for", "asked_by", "asked_contact"))
        if said and not cleaned.get("asked_body"):
            self.add_error("asked_body", _("Say who asks."))
        return cleaned

    @property
    def values(self) -> actions.OccasionValues:
        names = ("kind", "title", "about", "place", "commune", "organizer", "link", "cost", "themes", "audiences")
        return actions.OccasionValues(
            starts_at=self.cleaned_data["starts_at"], ends_at=self.cleaned_data["ends_at"],
            **{name: self.cleaned_data[name] for name in names},
        )  # fmt: skip

    @property
    def asked(self) -> actions.Solicitation | None:
        if not self.cleaned_data["asked_body"]:
            return None
        data = self.cleaned_data
        return actions.Solicitation(data["asked_body"], data["asked_for"], data["asked_by"], data["asked_contact"])


class EditOccasionForm(OccasionForm, VersionedForm):
    """The same, for one that exists. Once whoever asked has their answer, what they asked stays as it was."""

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(occasion), **kwargs)
        if occasion.answered_at is not None:
            for name in ASKED:
                del self.fields[name]

    @property
    def asked(self) -> actions.Solicitation | None:
        if "asked_body" not in self.fields:
            return None
        data = self.cleaned_data
        return actions.Solicitation(data["asked_body"], data["asked_for"], data["asked_by"], data["asked_contact"])


def initial_of(occasion: Occasion) -> dict[str, Any]:
    """What the form shows of an occasion."""
    names = (*OccasionForm.base_fields, "version")
    return {name: getattr(occasion, name) for name in names if hasattr(occasion, name)}


class DecideForm(forms.Form):
    """What the network decided."""

    goes = forms.ChoiceField(
        label=_("Do we go?"), choices=[(YES, _("We go")), (NO, _("We do not go"))], widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )  # fmt: skip
    words = TextField(label=_("In which words?"), required=False, help_text=_("All members read them."))


class AnswerForm(KeyedForm):
    """The letter to a third party who asked; without an address, what they were told by voice."""

    text = TextField(label=_("Our answer"), rows=12, error_messages={"required": _("Write the answer.")})
    to = forms.EmailField(
        label=_("E-mail address of whoever asked"), required=False,
        help_text=_("Leave empty when you told them yourself: the answer is then only kept."),
        error_messages={"invalid": _("Write a complete address, like name@example.org.")},
    )  # fmt: skip


class CallOffForm(KeyedForm):
    """Why we do not go after all."""

    words = TextField(
        label=_("Why do we not go after all?"), help_text=_("All members read them."),
        error_messages={"required": _("Say why in a few words.")},
    )  # fmt: skip


class SlotForm(FromTo):
    """From when to when, how many people."""

    title = LineField(label=_("What is done?"), max_length=120, required=False)
    wanted = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST_PEOPLE, initial=2)
    for_holders = forms.BooleanField(label=_("For people with a project, who tell their own"), required=False)

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and starts < self.occasion.starts_at:
            self.add_error("starts_at", _("The occasion has not begun then."))
        if ends and ends > self.occasion.ends_at:
            self.add_error("ends_at", _("The occasion is over then."))
        return cleaned


class MemberChoice(forms.ModelChoiceField):
    """By name and structure, for colleagues."""

    def label_from_instance(self, membership: Any) -> str:
        name = membership.user.get_full_name()
        return f"{name} ({membership.organization.called})" if membership.organization else name


class AskForm(KeyedForm):
    """Somebody of the network, who will say yes or no."""

    member = MemberChoice(
        Membership.objects.none(), label=_("Whom do you ask?"), error_messages={"required": _("Choose somebody.")}
    )

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.active().filter(network=occasion.network).exclude(role=Role.FUNDER)
        self.fields["member"].queryset = (  # type: ignore[attr-defined]
            people.select_related("user", "organization").order_by("user__name", "pk")
        )
