"""Contacts: what the person writes themselves, and what members note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laplateforme.accounts.models import User
from laplateforme.core.idempotency import KeyedForm
from laplateforme.fairs import actions
from laplateforme.fairs.forms.occasion import LineField, TextField
from laplateforme.fairs.models import Contact, Occasion
from laplateforme.fairs.queries.stand import CHIPS
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Membership, Organization
from laplateforme.network.rules import PROFESSIONALS

NOT_MEANS = _("Give a telephone number of 10 figures, or a complete e-mail address.")


class _Person(KeyedForm):
    first_name = LineField(
        label=_("Your first name"), max_length=80, error_messages={"required": _("Tell us how to call you.")}
    )

    def clean_first_name(self) -> str:
        name = str(self.cleaned_data["first_name"])
        if not any(char.isalpha() for char in name):
            raise ValidationError(_("Write your name with letters."))
        return name

    def clean_means(self) -> str:
        typed = str(self.cleaned_data["means"])
        if typed:
            try:
                actions.means_in(typed)
            except actions.UnableToKeepContact:
                raise ValidationError(NOT_MEANS, code="means") from None
        return typed


class KeepContactForm(_Person):
    """The visitor holds the pen; those who run the network call back."""

    means = LineField(
        label=_("Your telephone or your e-mail address"), max_length=254, error_messages={"required": NOT_MEANS}
    )
    question = forms.ChoiceField(label=_("What do you look for?"), required=False, widget=forms.RadioSelect)
    words = TextField(label=_("In your own words"), required=False, rows=3)
    agreed = forms.BooleanField(
        label=_("I agree"), error_messages={"required": _("Without your agreement nothing is kept.")}
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion
        questions = KeyQuestion.objects.of_network(occasion.network).published().order_by("position", "text")[:CHIPS]
        self.questions = {one.slug: one for one in questions}
        self.fields["question"].choices = [(slug, one.text) for slug, one in self.questions.items()]  # type: ignore[attr-defined]
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def values(self) -> actions.ContactValues:
        data = self.cleaned_data
        email, phone = actions.means_in(data["means"])
        return actions.ContactValues(
            first_name=data["first_name"], email=email, phone=phone, words=data["words"][:600],
            key_question=self.questions.get(data["question"]),
        )  # fmt: skip


class CorrectContactForm(_Person):
    """On the person's own page."""

    means = LineField(
        label=_("Another telephone or e-mail address"), max_length=254, required=False,
        help_text=_("Leave empty to keep the present one."),
    )  # fmt: skip
    words = TextField(label=_("What you look for"), required=False, rows=3)


class BearerChoice(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return str(user.get_full_name())


class FollowForm(forms.Form):
    """Who follows, what comes next."""

    bearer = BearerChoice(User.objects.none(), label=_("Who follows?"), required=False, empty_label=_("Nobody yet"))
    next_step = LineField(label=_("Next step"), max_length=300, required=False)
    next_date = forms.DateField(
        label=_("On which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day: 08/12/2026.")},
    )  # fmt: skip

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.active().filter(network=contact.occasion.network, role__in=PROFESSIONALS)
        if contact.organization_id:  # whoever reads the details, and those who run the network
            members = members.filter(organization=contact.organization_id)
        self.fields["bearer"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=members.values("user")
        ).order_by("name", "pk")


class FileForm(forms.Form):
    """Which structure opens the file of somebody to whom only the team was named."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Which structure opens the file?"), empty_label=_("To choose"),
        error_messages={"required": _("Choose a structure."), "invalid_choice": _("Choose a structure.")},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("I told the person that this structure opens a file and reads what is above; they agree."),
        error_messages={"required": _("Without their agreement no other structure reads it.")},
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.of_network(  # type: ignore[attr-defined]
            contact.occasion.network
        ).order_by("name")


class QueueFileForm(forms.Form):
    """A queue that somebody saved on a phone: the same envelopes, still sealed."""

    file = forms.FileField(
        label=_("The file saved on the phone"), error_messages={"required": _("Choose the file saved on the phone.")}
    )
