"""The five questions, one form each. `answered` gives the profile with the new answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.guidance.enums import Situation, Team, Wish
from laplateforme.guidance.queries.profile import MOST_WISHES, Profile
from laplateforme.guidance.queries.understanding import LONGEST_WORDS
from laplateforme.places.forms import CommuneField

NONE_OF_THESE = "aucune"


class StepForm(KeyedForm):
    """One question of the way in; its key keeps a gap from being counted twice."""

    def answered(self, profile: Profile) -> Profile:
        raise NotImplementedError


class SituationForm(StepForm):
    answer = forms.ChoiceField(
        choices=Situation.choices,
        error_messages={
            "required": _("Choose the situation that is closest to yours."),
            "invalid_choice": _("Choose one of the situations shown."),
        },
    )

    def answered(self, profile: Profile) -> Profile:
        return profile.but(situation=self.cleaned_data["answer"])


class WishesForm(StepForm):
    answer = forms.MultipleChoiceField(
        label=_("What makes you want to do it"),
        choices=Wish.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the wishes shown.")},
    )

    def clean_answer(self) -> list[str]:
        wishes: list[str] = self.cleaned_data["answer"]
        if len(wishes) > MOST_WISHES:
            raise ValidationError(_("Choose three at most: the ones that count most."), code="many")
        return wishes

    def answered(self, profile: Profile) -> Profile:
        return profile.but(wishes=tuple(self.cleaned_data["answer"]))


class QuestionForm(StepForm):
    """Pick a key question, or write one's own. `helps`: the network may keep the words."""

    pick = forms.ChoiceField(
        label=_("Questions that people often ask"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the questions shown.")},
    )
    words = forms.CharField(
        label=_("Or in your own words"),
        help_text=_("One sentence is enough. Do not write any name."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Please keep it under %(limit_value)d characters.")},
    )
    helps = forms.BooleanField(
        label=_("Help the network to answer better: my sentence may be kept, without anything about me"),
        required=False,
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = list(questions)  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        return " ".join(clean_text(self.cleaned_data["words"]).split())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("pick") and not data.get("words") and not self.errors:
            self.add_error("pick", ValidationError(_("Choose a question, or write yours."), code="required"))
        return data

    def answered(self, profile: Profile) -> Profile:
        return profile.but(question=self.cleaned_data["pick"], theme="")


class UnderstoodForm(StepForm):
    """After free words: which of the questions recognized is the right one, or none."""

    pick = forms.ChoiceField(
        label=_("Which one is closest to your question?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the closest question, or “None of these”."),
            "invalid_choice": _("Choose one of the questions shown."),
        },
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = (NONE_OF_THESE, _("None of these: go on with the subject only"))
        self.fields["pick"].choices = [*questions, none]  # type: ignore[attr-defined]

    def answered(self, profile: Profile) -> Profile:
        pick = self.cleaned_data["pick"]
        return profile.but(question="" if pick == NONE_OF_THESE else pick)


class PlaceForm(StepForm):
    """One commune. When several have the name, `candidates` are shown as radio buttons called `chosen`."""

    answer = CommuneField(
        label=_("Your commune or its post code"),
        error_messages={"required": _("Write the name of your commune or its post code.")},
    )

    @property
    def candidates(self) -> list[Any]:
        return list(self.fields["answer"].candidates) if self.is_bound else []  # type: ignore[attr-defined]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and data.get("chosen"):
            data = data.copy()
            data["answer"] = data["chosen"]
        super().__init__(data, **kwargs)

    def answered(self, profile: Profile) -> Profile:
        return profile.but(commune=self.cleaned_data["answer"].code)


class TeamForm(StepForm):
    """The last question; an empty answer passes."""

    answer = forms.ChoiceField(
        choices=[("", ""), *Team.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers shown.")},
    )

    def answered(self, profile: Profile) -> Profile:
        return profile.but(team=self.cleaned_data["answer"])


class KeepForm(KeyedForm):
    """Keeps a route: the codes come back in hidden fields."""


class MailForm(KeyedForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("It is used once, to send you this route. We do not keep it."),
        error_messages={
            "required": _("Write the address where to send your route."),
            "invalid": _("This address is not complete. Example: nom@exemple.fr"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
