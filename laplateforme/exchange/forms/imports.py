"""The file, its columns, the choices of confirming."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laplateforme.core.text import clean_text
from laplateforme.exchange.enums import ExportFormat
from laplateforme.exchange.models import ImportBatch, ImportSource
from laplateforme.exchange.queries.fields import TARGETS
from laplateforme.exchange.queries.words import VOCABULARIES
from laplateforme.network.models import Organization

MEGABYTE = 1024 * 1024
MOST_WORDS = 15
LEFT_OUT = "-"


class NewImportForm(forms.Form):
    """`organizations`: those that the person may write for; `for_all`: also lines of any of them."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, XLSX, ODS, XLS, JSON or data·inclusion. 20 MB at most. Nothing is written yet."),
        error_messages={
            "required": gettext_lazy("Choose the file that holds your offers."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Where the file comes from"),
        help_text=gettext_lazy("A source remembers your columns for the next time."),
        queryset=ImportSource.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new source"),
    )
    new_source = forms.CharField(
        label=gettext_lazy("Name of the new source"),
        help_text=gettext_lazy("For example: Department spreadsheet."),
        max_length=80,
        required=False,
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("For which organization"),
        help_text=gettext_lazy("For lines that name none."),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("The file says it, line by line"),
        error_messages={"required": gettext_lazy("Choose the organization.")},
    )

    def __init__(self, *args: Any, organizations: Any, sources: Any, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        chosen = self.fields["organization"]
        chosen.queryset = organizations.order_by("name")  # type: ignore[attr-defined]
        if not for_all:
            chosen.required = True
            chosen.empty_label = None  # type: ignore[attr-defined]
            chosen.help_text = ""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.LP_UPLOAD_MAX_BYTES:
            most = settings.LP_UPLOAD_MAX_BYTES // MEGABYTE
            raise ValidationError(_("The file is too large: %(most)d MB at most.") % {"most": most})
        return file

    def clean_new_source(self) -> str:
        return clean_text(self.cleaned_data["new_source"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("source") and not data.get("new_source") and "new_source" not in self.errors:
            self.add_error("new_source", ValidationError(_("Choose a source, or name a new one."), code="required"))
        return data

    def source_name(self) -> str:
        source = self.cleaned_data["source"]
        return source.name if source else self.cleaned_data["new_source"]  # type: ignore[no-any-return]


class MappingForm(forms.Form):
    """One choice of column for each of our fields; then what the words that nobody knows mean."""

    def __init__(self, *args: Any, batch: ImportBatch, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        chosen: Mapping[str, list[str]] = batch.source.mapping.get("columns", {})
        columns = [("", _("No column")), *(_column_choice(one) for one in batch.columns)]
        for target in TARGETS:
            several = chosen.get(target.name, [])
            own = [*columns, (_joined(several), " + ".join(several))] if len(several) > 1 else columns
            self.fields[f"c-{target.name}"] = forms.ChoiceField(
                label=target.label, choices=own, required=False, initial=_joined(several)
            )
        self.fields["c-name"].required = True
        self.fields["c-name"].error_messages["required"] = _("Choose the column that holds the names of the offers.")
        self.words = list(_words_to_decide(batch.unknown))
        for number, (field, word, lines) in enumerate(self.words):
            self.fields[f"w-{number}"] = _word_field(field, word, lines)
        if for_all:
            self.fields["creates"] = forms.BooleanField(
                label=_("Create the organizations that we do not know"),
                required=False,
                initial=batch.options.get("creates", False),
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("c-")]

    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("w-")]

    def columns(self) -> dict[str, list[str]]:
        chosen = {target.name: self.cleaned_data[f"c-{target.name}"] for target in TARGETS}
        return {name: value.split("\n") for name, value in chosen.items() if value}

    def decided(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for number, (field, word, _lines) in enumerate(self.words):
            code = self.cleaned_data.get(f"w-{number}", "")
            if code:
                found.setdefault(field, {})[word] = "" if code == LEFT_OUT else code
        return found


class ConfirmForm(forms.Form):
    """What confirming does beyond the plain case."""

    publish = forms.BooleanField(label=gettext_lazy("Show at once the new offers that miss nothing"), required=False)
    with_duplicates = forms.BooleanField(
        label=gettext_lazy("Also create those that look like an offer that is there"), required=False
    )
    overwrite = forms.BooleanField(label=gettext_lazy("Also replace what somebody changed here since"), required=False)

    def __init__(self, *args: Any, counts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, action in (("with_duplicates", "duplicate"), ("overwrite", "conflict"), ("publish", "create")):
            if not counts.get(action):
                del self.fields[name]


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=ExportFormat.choices, widget=forms.RadioSelect, initial=ExportFormat.CSV
    )


def _column_choice(column: Mapping[str, Any]) -> tuple[str, str]:
    sample = next(iter(column["samples"]), "")
    name = str(column["name"])
    return name, f"{name[:50]} ({sample[:30]})" if sample else name[:60]


def _joined(columns: Iterable[str]) -> str:
    return "\n".join(columns)


def _words_to_decide(unknown: Mapping[str, Mapping[str, int]]) -> Iterable[tuple[str, str, int]]:
    """The most frequent first."""
    for field, counts in unknown.items():
        for word, lines in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]:
            yield field, word, lines


def _word_field(field: str, word: str, lines: int) -> forms.ChoiceField:
    choices: Sequence[tuple[str, str]] = [
        ("", _("Leave it out this time")),
        (LEFT_OUT, _("Always leave it out")),
        *((one.value, str(one.label)) for one in VOCABULARIES[field]),
    ]
    target = next(target for target in TARGETS if target.name == field)
    said = _("%(field)s: “%(word)s” (%(lines)d lines)") % {"field": target.label, "word": word[:60], "lines": lines}
    return forms.ChoiceField(label=said, choices=choices, required=False)
