"""Notes, minutes, corrections, promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.core.versions import VersionedForm
from laplateforme.groups.enums import GridPoint
from laplateforme.groups.forms.fields import DayField, TextField, WordsField
from laplateforme.groups.forms.meeting import people_field
from laplateforme.groups.models import AgendaItem


class NotesForm(VersionedForm):
    """What is said about one point."""

    notes = TextField(label=_("Notes"), max_length=60_000, required=False, rows=6)
    grid_point = forms.ChoiceField(
        label=_("Point of the observation grid"), required=False, choices=[("", "—"), *GridPoint.choices]
    )


class PresenceForm(forms.Form):
    """Who is there: members to tick, others by name and organization, one a line."""

    present = forms.MultipleChoiceField(label=_("Who is there?"), required=False, widget=forms.CheckboxSelectMultiple)
    others = TextField(
        label=_("Others, one a line: Name / Structure"), max_length=4000, required=False, rows=3,
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = people  # type: ignore[attr-defined]

    @property
    def guests(self) -> list[tuple[str, str]]:
        """(name, organization)."""
        rows = []
        for line in self.cleaned_data["others"].splitlines():
            name, _sep, body = line.partition("/")
            if clean_text(name):
                rows.append((clean_text(name)[:160], clean_text(body)[:160]))
        return rows[:100]


class SummaryForm(VersionedForm):
    """The words around the points: past, present, future."""

    introduction = TextField(label=_("Introduction"), max_length=6000, required=False, rows=3)
    past = TextField(label=_("Since the last time"), max_length=4000, required=False, rows=4)
    present = TextField(label=_("Today"), max_length=4000, required=False, rows=4)
    future = TextField(label=_("Until the next time"), max_length=4000, required=False, rows=4)
    annexes = TextField(
        label=_("Annexes"), max_length=40_000, required=False, rows=4,
        help_text=_("The objectives of the group append themselves."),
    )  # fmt: skip
    keywords = WordsField(label=_("Keywords, with commas between"), max_length=400, required=False)

    def clean_keywords(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["keywords"].split(",")]
        return list(dict.fromkeys(word[:60] for word in words if word))[:12]


class CorrectionForm(KeyedForm):
    """What should be said otherwise, and where."""

    item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("About which point?"), required=False)
    text = TextField(
        label=_("What should be said?"), max_length=4000, rows=4,
        error_messages={"required": _("Write what should be said.")},
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]
        self.fields["item"].empty_label = _("The whole")  # type: ignore[attr-defined]


class PromiseForm(KeyedForm):
    """What, who, by when: made outside a meeting."""

    kind = forms.ChoiceField(
        label=_("Is it…"), choices=[("action", _("something to do")), ("decision", _("something decided"))],
        initial="action", widget=forms.RadioSelect,
    )  # fmt: skip
    text = WordsField(label=_("What?"), max_length=600, error_messages={"required": _("Say what.")})
    due_date = DayField(label=_("By when?"), required=False)

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer"] = people_field(group, _("Who?"))


class EditPromiseForm(VersionedForm):
    text = PromiseForm.base_fields["text"]
    bearer_name = WordsField(label=_("Carried by somebody else"), max_length=160, required=False)
    due_date = PromiseForm.base_fields["due_date"]
    about_path = WordsField(
        label=_("Address of the page it is about"), max_length=300, required=False,
        help_text=_("An offer, a question, a gap: the part after the name of the site, for example /manques/."),
    )  # fmt: skip

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer"] = people_field(group, _("Who?"))

    def clean_about_path(self) -> str:
        path: str = self.cleaned_data["about_path"]
        if path and (not path.startswith("/") or path.startswith("//") or "\\" in path):
            raise forms.ValidationError(_("Copy the part of the address that begins with a slash."))
        return path
