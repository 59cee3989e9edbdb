"""The editing page of an offer: one dense page in sections, every label a plain question."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.network.models import Organization
from laplateforme.offers.actions import PriceStepValues, SessionValues
from laplateforme.offers.enums import EDITABLE_FIELDS, RECHECK_RHYTHMS
from laplateforme.offers.forms.dates import (
    DATES,
    PRICES,
    PriceStepFormSet,
    SessionFormSet,
    all_be_quiet,
    be_quiet,
    session_values,
    step_values,
)
from laplateforme.offers.forms.fields import AreasField, AreaWordsField, CodesField, PairsBoundField, WordsField
from laplateforme.offers.models import Offer
from laplateforme.places.forms import CommuneField
from laplateforme.vocabulary.enums import (
    Audience,
    Capacity,
    Fee,
    FunctionGroup,
    HolderType,
    LegalForm,
    OfferForm,
    OpenTo,
    Reach,
    Reception,
    Selection,
    Setting,
    Stage,
    SupportFunction,
    Theme,
    Verb,
)

Rows = list[tuple[Any, Any]]


def _capitals(choices: Iterable[tuple[str, Any]]) -> Rows:
    return [(code, str(label)[:1].upper() + str(label)[1:]) for code, label in choices]


def _stages() -> Rows:
    """The ten stages under the five verbs that people read."""
    return [
        (f"{verb.number}. {verb.label}", _capitals((code, Stage(code).label) for code in verb.stages)) for verb in Verb
    ]


def _functions() -> Rows:
    return [
        (group.label, _capitals((code, SupportFunction(code).label) for code in group.functions))
        for group in FunctionGroup
    ]


def _text(label: Any, most: int, help_text: Any = "", rows: int = 0, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    kwargs.setdefault("required", False)
    return forms.CharField(label=label, max_length=most, help_text=help_text, widget=widget, **kwargs)


def _price(label: Any) -> forms.DecimalField:
    wrong = {"invalid": _("Write the price in figures, like 120 or 12,50.")}
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=8, decimal_places=2, localize=True, error_messages=wrong
    )


def _number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    wrong = {"invalid": _("Write a number.")}
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most, help_text=help_text, error_messages=wrong
    )


def _one(label: Any, words: Any, help_text: Any = "") -> forms.ChoiceField:
    wrong = {"required": _("Choose one answer."), "invalid_choice": _("Choose one answer of the list.")}
    field = forms.ChoiceField(
        label=label,
        choices=lambda: _capitals(words.choices),
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages=wrong,
        required=False,
    )
    field.bound_field_class = PairsBoundField
    return field


class OfferEditForm(KeyedForm, VersionedForm):
    """Only the name is needed to keep a draft; publishing asks for more."""

    name = _text(
        _("Name of the offer"),
        160,
        _("What people would call it. “Deciding together”, rather than “Governance module”."),
        required=True,
        error_messages={"required": _("Give your offer a name.")},
    )
    summary = _text(_("In one or two sentences"), 300, _("What happens, and what one leaves with."), rows=3)
    stages = CodesField(label=_("At which moment?"), choices=_stages)
    functions = CodesField(label=_("What do you do?"), choices=_functions)
    description = _text(_("How it goes"), 6000, rows=8)
    themes = CodesField(label=_("About what?"), choices=lambda: _capitals(Theme.choices))
    lay_words = WordsField(
        label=_("Everyday words"),
        help_text=_("The words people type when they look for this, with commas: grocery, premises, articles."),
    )
    audience_words = _text(
        _("For whom, in plain words"), 300, _("“Teams of 2 to 8 people, without legal form yet”."), rows=2
    )
    holder_types = CodesField(label=_("Who carries the project?"), choices=lambda: _capitals(HolderType.choices))
    audiences = CodesField(
        label=_("Is it kept for some people?"),
        choices=lambda: _capitals(Audience.choices),
        help_text=_("Tick nothing, or “everybody”, when everybody may come."),
    )
    legal_forms = CodesField(label=_("For which legal forms?"), choices=lambda: _capitals(LegalForm.choices))
    conditions = _text(_("Conditions"), 1000, _("What must be true before one asks."), rows=3)
    coverage = AreasField(
        label=_("On which territory?"), help_text=_("Tick what fits; type below what is not in the list.")
    )
    coverage_words = AreaWordsField(
        label=_("Another territory"),
        help_text=_("A commune, a grouping of communes, a département, a region. Several: put a semicolon between."),
    )
    receptions = CodesField(label=_("How do people meet you?"), choices=lambda: _capitals(Reception.choices))
    address = _text(_("Address"), 200)
    commune = CommuneField(label=_("Commune"), required=False)
    form = _one(_("Once, or over time?"), OfferForm)
    settings = CodesField(label=_("Alone or in a group?"), choices=lambda: _capitals(Setting.choices))
    duration_note = _text(_("Length"), 160, _("“Three appointments over two months”."))
    capacity = _one(_("Can you take somebody in now?"), Capacity)
    waitlist_weeks = _number(_("With a waiting list: about how many weeks?"), 104)
    fee = _one(_("Is it free?"), Fee)
    price_from = _price(_("Price, or lowest price, in euros"))
    price_to = _price(_("Highest price, in euros"))
    fee_note = _text(_("About the price"), 200, _("“30 € for the year, membership included”."))
    how_to_ask = _text(_("How to ask"), 600, _("One or two sentences: whom to call, what to say."), rows=3)
    contact_phone = _text(_("Telephone"), 30)
    contact_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={"invalid": _("This address is not complete: name@example.org.")},
    )
    contact_link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole address: https://…")},
    )
    reach = CodesField(label=_("How do people ask?"), choices=lambda: _capitals(Reach.choices))
    open_to = CodesField(label=_("Who may ask?"), choices=lambda: _capitals(OpenTo.choices))
    selection = _one(_("Do you choose?"), Selection)
    documents_to_bring = _text(_("What to bring"), 600, _("One thing a line."), rows=3)
    units_count = _number(_("Number of offices or places"), 9999)
    max_stay_months = _number(_("Longest stay, in months"), 600)
    included_services = _text(_("Services included"), 600, rows=3)
    recheck_months = forms.TypedChoiceField(
        label=_("How often shall we ask you whether it is still right?"),
        coerce=int,
        required=False,
        empty_value=6,  # type: ignore[arg-type]
        choices=[(months, months) for months in RECHECK_RHYTHMS],
        widget=forms.RadioSelect,
        help_text=_("Saving this page counts as a check: your name and the day are shown."),
        error_messages={"invalid_choice": _("Choose one answer of the list.")},
    )

    def __init__(self, *args: Any, areas: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rhythm = {1: _("Every month"), 3: _("Every three months"), 6: _("Twice a year"), 12: _("Once a year")}
        self.fields["recheck_months"].choices = [(months, rhythm[months]) for months in RECHECK_RHYTHMS]  # type: ignore[attr-defined]
        chosen = self.data.getlist("coverage") if self.is_bound else (self.initial.get("coverage") or [])  # type: ignore[attr-defined]
        self.fields["coverage"].offer_choices([*chosen, *areas])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("price_from"), data.get("price_to")
        if low is not None and high is not None and high < low:
            self.add_error("price_to", _("The highest price is below the lowest one."))
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes; a question left without answer keeps its usual one."""
        data = self.cleaned_data
        usual = {"form": OfferForm.ONE_OFF, "fee": Fee.FREE, "capacity": Capacity.OPEN, "selection": Selection.OPEN}
        values = {name: data[name] for name in EDITABLE_FIELDS if name in data}
        values |= {name: str(data[name] or default) for name, default in usual.items()}
        values["coverage"] = list(dict.fromkeys([*data["coverage"], *data["coverage_words"]]))
        return values


class NewOfferForm(OfferEditForm):
    """A new offer belongs to one of the organizations that the person may write for."""

    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose the organization."),
            "invalid_choice": _("Choose an organization of the list."),
        },
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations.order_by("name")  # type: ignore[attr-defined]
        self.order_fields(["organization"])


@dataclass
class OfferForms:
    """The whole page: the offer, its dates, its prices by month."""

    offer: OfferEditForm
    dates: Any
    prices: Any

    def is_valid(self) -> bool:
        return all([self.offer.is_valid(), self.dates.is_valid(), self.prices.is_valid()])

    def sessions(self, offer: Offer | None) -> list[SessionValues]:
        return session_values(self.dates.kept(), offer)

    def price_steps(self) -> list[PriceStepValues]:
        return step_values(self.prices.kept())

    def be_quiet(self) -> None:
        """A page that comes back to be continued says nothing of what is not filled in yet."""
        be_quiet(self.offer)
        all_be_quiet(self.dates)
        all_be_quiet(self.prices)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """What the action refused, beside the field it is about."""
        for name, sentences in errors.items():
            self.offer.add_error(name if name in self.offer.fields else None, sentences)


def posted_forms(form: OfferEditForm, data: MultiValueDict[str, str]) -> OfferForms:
    return OfferForms(form, SessionFormSet(data, prefix=DATES), PriceStepFormSet(data, prefix=PRICES))


def initial_of(offer: Offer) -> dict[str, Any]:
    """The fields of the page as they stand."""
    names = [name for name in EDITABLE_FIELDS if name in OfferEditForm.base_fields]
    return {**{name: getattr(offer, name) for name in names}, "version": offer.version}
