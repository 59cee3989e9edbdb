"""What is proposed to a person with a project who may tell it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.fairs.forms.occasion import LineField
from laplateforme.fairs.queries.pages import when_words
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Holder


class SlotChoice(forms.ModelChoiceField):
    def label_from_instance(self, slot: Any) -> str:
        return f"{slot.occasion.title}, {when_words(slot.starts_at, slot.ends_at)}"


class AmbassadorForm(KeyedForm):
    """Which slot, under which name, with which sentence, said how."""

    slot = SlotChoice(
        None, label=_("Which slot?"), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a slot.")},
    )  # fmt: skip
    called = LineField(
        label=_("Under which name?"), max_length=80,
        help_text=_("As the person wants to be called: a first name is enough."),
        error_messages={"required": _("Write the name that will be said.")},
    )  # fmt: skip
    tells = LineField(label=_("What do they tell, in a sentence?"), max_length=200, required=False)
    channel = forms.ChoiceField(
        label=_("How does the person say yes?"), widget=forms.RadioSelect,
        choices=[
            (Channel.LINK, _("By a link: they read these words on their own page, and answer")),
            (Channel.SCREEN, _("Here: they are beside me, have read these words and agree")),
        ],
        error_messages={"required": _("Say how the person agrees.")},
    )  # fmt: skip

    def __init__(self, *args: Any, slots: Any, holder: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots  # type: ignore[attr-defined]
        if not holder.email:
            field = self.fields["channel"]
            field.choices = [one for one in field.choices if one[0] != Channel.LINK]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("slot", "called", "tells", "channel")}
