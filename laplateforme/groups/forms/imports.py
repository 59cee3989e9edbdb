"""A text to read, and what was read to correct."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from laplateforme.core.dates import in_words
from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.groups.actions.imports import Corrected
from laplateforme.groups.forms.fields import DayField, TextField, WordsField
from laplateforme.groups.reading.files import MOST_CHARACTERS, UnableToRead, text_of_file

REASONS = {
    "kind": _("We read text, Markdown, ODT and DOCX. Copy the text of another kind of file and paste it here."),
    "size": _("This is too long for minutes: 400,000 characters and 5 MB at most. Nothing was written."),
    "broken": _("This file is broken, or is not what its name says. Nothing was written."),
    "empty": _("There is no text in it. Nothing was written."),
}


class ImportForm(KeyedForm):
    """Pasted text, or a file."""

    text = forms.CharField(
        label=_("Paste the text of the minutes"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("A page, a mail, an office text: nothing is written before you have looked."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or choose a file"), required=False, help_text=_("Text, Markdown, ODT or DOCX."),
        error_messages={"empty": REASONS["empty"], "invalid": REASONS["broken"], "missing": REASONS["broken"]},
    )  # fmt: skip

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(REASONS["size"])
        return clean_text(text.replace("\r\n", "\n"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and not self.errors:
            try:
                cleaned["text"] = text_of_file(file.name, file.read())
            except UnableToRead as error:
                self.add_error("file", REASONS[error.reason])
        elif not cleaned.get("text") and not self.errors:
            self.add_error("text", _("Paste a text, or choose a file."))
        return cleaned


class PreviewForm(KeyedForm):
    """Everything that was read, to be corrected before it is written."""

    title = WordsField(label=_("Title"), max_length=200, required=False)
    day = DayField(label=_("Day of the meeting"), error_messages={
        "required": _("Say on which day the group met."), "invalid": _("Write the day like this: 08/12/2026."),
    })  # fmt: skip
    present = TextField(label=_("Present, one a line: Name / Structure"), max_length=20_000, required=False, rows=6)
    excused = TextField(label=_("Excused"), max_length=20_000, required=False, rows=2)
    named = TextField(
        label=_("Others who are named in the text"), max_length=20_000, required=False, rows=3,
        help_text=_("In public their structure stands in their place; without one, “somebody”."),
    )  # fmt: skip
    introduction = TextField(label=_("Introduction"), max_length=6000, required=False, rows=4)
    annexes = TextField(label=_("Annexes"), max_length=40_000, required=False, rows=4)
    keywords = WordsField(label=_("Keywords, with commas between"), max_length=800, required=False)
    next_day = DayField(label=_("Day of the next meeting"), required=False)
    next_host = WordsField(label=_("Where, or at whose premises"), max_length=160, required=False)
    is_approved = forms.BooleanField(
        label=_("The group has approved these minutes already"), required=False,
        help_text=_("For minutes of the past. Without it they begin as a draft."),
    )  # fmt: skip

    def __init__(self, *args: Any, content: dict[str, Any], **kwargs: Any) -> None:
        self.content = content
        kwargs.setdefault("initial", initial_of(content))
        super().__init__(*args, **kwargs)
        self.points = []
        for number, (title, notes) in enumerate(content.get("items", []), 1):
            self.fields[f"title_{number}"] = WordsField(
                label=gettext("Point %(number)d") % {"number": number}, max_length=300, required=False, initial=title
            )
            rows = min(max(4, len(notes) // 90 + notes.count("\n")), 18)
            self.fields[f"notes_{number}"] = TextField(
                label=gettext("Notes of point %(number)d") % {"number": number}, max_length=60_000, required=False,
                rows=rows, initial=notes,
            )  # fmt: skip
            self.points.append(number)

    @property
    def point_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"title_{number}"], self[f"notes_{number}"]) for number in self.points]

    @property
    def corrected(self) -> Corrected:
        """As the action takes it."""
        values = self.cleaned_data
        items = [(values[f"title_{n}"], values[f"notes_{n}"]) for n in self.points]
        words = [word.strip()[:60] for word in values["keywords"].split(",") if word.strip()]
        return Corrected(
            title=values["title"], day=values["day"], introduction=values["introduction"], annexes=values["annexes"],
            present=people_of(values["present"]), excused=people_of(values["excused"]),
            named=people_of(values["named"]), keywords=list(dict.fromkeys(words)), is_approved=values["is_approved"],
            items=[(title or gettext("Account"), notes) for title, notes in items if title or notes],
            next_words=next_words(values["next_day"], values["next_host"]),
            origin={key: self.content.get(key) for key in ("path", "online", "sisters") if self.content.get(key)},
        )  # fmt: skip


def next_words(day: date | None, host: str) -> str:
    if day is None:
        return ""
    where = gettext(" (%(where)s)") % {"where": host} if host else ""
    return gettext("Next meeting: %(when)s") % {"when": f"{in_words(day)}{where}"}


def people_of(text: str) -> list[tuple[str, str]]:
    """(name, organization) of each line."""
    rows = []
    for line in text.splitlines():
        name, _sep, body = line.partition("/")
        if name.strip():
            rows.append((name.strip()[:160], body.strip()[:160]))
    return rows[:300]


def initial_of(content: dict[str, Any]) -> dict[str, Any]:
    """What was read, as the form shows it."""

    def lines(presence: str) -> str:
        rows = [row for row in content.get("people", []) if row[2] == presence]
        return "\n".join(f"{name} / {body}" if body else name for name, body, _ in rows)

    return {
        **{name: content.get(name, "") for name in ("title", "introduction", "annexes", "next_host")},
        **{name: lines(name) for name in ("present", "excused", "named")},
        "day": content.get("day") or None, "next_day": content.get("next_day") or None,
        "keywords": ", ".join(content.get("keywords", [])),
    }  # fmt: skip


DOUBTS = {
    "no_day": _("No day was found: write it."),
    "day_of_publication": _("The only day found is that of publication: is it the day of the meeting?"),
    "no_people": _("Nobody was found among those present: write them, or leave it empty."),
    "no_body": _("Some people have no structure: in public they are not named at all."),
    "named": _("The text names people who were not there: give each a structure, or take the line out."),
    "odd_date": _("A date is written in a way that no calendar knows: look at it."),
    "promises": _("Lines D: and A: at the end of points were drawn from sentences: keep those that are true."),
    "no_points": _("No points were found: everything is in one."),
}


def doubts_of(content: dict[str, Any]) -> list[str]:
    """What a person should look at, in sentences."""
    return [str(DOUBTS[code]) for code in content.get("doubts", []) if code in DOUBTS]


def recognized(content: dict[str, Any]) -> list[str]:
    """What was found, in sentences."""
    people = [row for row in content.get("people", []) if row[2] == "present"]
    marks = [line for _t, notes in content.get("items", []) for line in notes.split("\n") if line[:2] in {"D:", "A:"}]
    found = []
    if content.get("path"):
        found.append(gettext("Section: %(path)s") % {"path": " > ".join(content["path"])})
    if content.get("day"):
        found.append(gettext("Meeting of %(day)s") % {"day": in_words(date.fromisoformat(content["day"]))})
    decisions, actions = sum(line[0] == "D" for line in marks), sum(line[0] == "A" for line in marks)
    items, words, sisters = (len(content.get(name, [])) for name in ("items", "keywords", "sisters"))
    count = len(people)
    lines = [
        (count, ngettext("%(count)d person present", "%(count)d people present", count)),
        (items, ngettext("%(count)d point", "%(count)d points", items)),
        (decisions, ngettext("%(count)d decision", "%(count)d decisions", decisions)),
        (actions, ngettext("%(count)d action", "%(count)d actions", actions)),
        (words, ngettext("%(count)d keyword", "%(count)d keywords", words)),
        (sisters, ngettext("%(count)d page of the same section", "%(count)d pages of the same section", sisters)),
    ]
    found += [text % {"count": number} for number, text in lines if number]
    if content.get("annexes"):
        found.append(gettext("One annex"))
    if content.get("next_day"):
        day = in_words(date.fromisoformat(content["next_day"]))
        found.append(gettext("Next meeting: %(when)s") % {"when": f"{day}, {content.get('next_host', '')}".strip(", ")})
    return found
