"""Passing the relay: to whom, what will be read, how the person agrees, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import Told
from laplateforme.network.models import Organization
from laplateforme.projects.enums import Bundle, Channel
from laplateforme.projects.forms.person import CleanText
from laplateforme.projects.models import Holder, Need, Project
from laplateforme.projects.queries import consent_words, receivers_for
from laplateforme.referrals.actions import CHANNELS, Relay, Target, given_of, kept_bundles
from laplateforme.referrals.queries.agreement import place_and_stage
from laplateforme.referrals.queries.proposals import Choice
from laplateforme.vocabulary.enums import Theme

MOST_AT_ONCE = 5
WANTED = ("offers", "bundles", "why")  # to send; not to look
MOST_FIGURES = 9  # so many are a telephone number


class RelayForm(KeyedForm):
    """One page, four parts. `send`: all of it is needed; otherwise it is only looked at."""

    theme = forms.ChoiceField(label=_("For which need"), choices=Theme.choices)
    offers = forms.MultipleChoiceField(
        label=_("To whom"), widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": _("This offer is closed or is no longer here. Choose another one.")},
    )  # fmt: skip
    other = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Another organization"), to_field_name="slug", required=False,
        empty_label=_("None"),
        error_messages={"invalid_choice": _("This organization no longer takes part in the network.")},
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=_("Who agrees"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person who agrees.")},
    )  # fmt: skip
    bundles = forms.MultipleChoiceField(
        label=_("What it will read"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=Bundle.choices,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("How the person says yes"), widget=forms.RadioSelect, initial=Channel.SCREEN,
        choices=[(code, code.label) for code in CHANNELS],
    )  # fmt: skip
    why = CleanText(
        label=_("Why, in one sentence"), max_length=300, required=False,
        help_text=_("Read before the file is opened: no name, no telephone number."),
        widget=forms.Textarea(attrs={"rows": 2, "hx-preserve": "true"}),  # what is typed meanwhile stays
    )  # fmt: skip

    def __init__(
        self, *args: Any, project: Project, needs: Sequence[Need], choices: Sequence[Choice], theme: str,
        send: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.project, self.send, self.shown, self.shown_theme = project, send, choices, theme
        self.found = {one.offer.code: one.offer for one in choices}
        self.holders = {
            str(one.pk): one for one in project.holders.known().select_related("commune").order_by("created_at")
        }
        if needs:
            words = [(one.theme, Told(str(one.get_theme_display()), one.words)) for one in needs]
            self.fields["theme"] = forms.ChoiceField(
                label=_("For which need"), choices=words, initial=needs[0].theme, widget=forms.RadioSelect
            )
        self._choose("offers", [(one.offer.code, Told(one.offer.name, _hint(one))) for one in choices])
        self._choose("people", [(key, one.first_name) for key, one in self.holders.items()])
        self.fields["people"].initial = list(self.holders)
        if len(self.holders) == 1:
            self.fields["people"].widget = forms.MultipleHiddenInput()
        self.fields["other"].queryset = receivers_for(project)  # type: ignore[attr-defined]
        if self.data.get("other") == project.organization.slug:
            self.fields["other"].error_messages["invalid_choice"] = _("This is your own organization: choose another.")
        if not all(one.email for one in self.holders.values()):
            self._choose("channel", [(code, code.label) for code in CHANNELS if code != Channel.LINK])

        for name in WANTED:
            self.fields[name].required = not self.is_bound

    def _post_clean(self) -> None:
        """Looking needs none of them; what a person reads is that sending does."""
        for name in WANTED:
            self.fields[name].required = True

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "offers" not in cleaned or "other" not in cleaned:
            return cleaned
        receivers = [one.receiver.pk for one in self.targets()]
        if len(set(receivers)) < len(receivers):
            self.add_error("offers", _("Two of these offers are of the same organization: choose one of them."))
        if len(receivers) > MOST_AT_ONCE:
            self.add_error("offers", _("Choose five organizations at most."))
        if self.send and not receivers:
            self.add_error("offers", _("Choose to whom you pass the relay."))
        if self.send and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", _("Write in one sentence why you ask them."))
        if self.send and receivers and not cleaned.get("bundles") and self._asks_somebody():
            self.add_error("bundles", _("Choose at least one thing to share."))
        return cleaned

    def clean_why(self) -> str:
        why = str(self.cleaned_data["why"])
        if sum(char.isdigit() for char in why) >= MOST_FIGURES or "@" in why:
            raise ValidationError(_("Leave out telephone numbers and addresses: they are in the file."))
        return why

    def _asks_somebody(self) -> bool:
        """Some receiver reads nothing yet of somebody who carries the project."""
        at = timezone.now()
        return any(
            not kept_bundles(holder, self.project, target.receiver, at)
            for target in self.targets()
            for holder in self.chosen_people()
        )

    def targets(self) -> list[Target]:
        """Whom to ask, each organization by the offer that was chosen."""
        values = self.cleaned_data
        offers = [self.found[code] for code in values.get("offers", []) if code in self.found]
        found = [Target(offer.organization, offer) for offer in offers]
        other = values.get("other")
        return [*found, Target(other)] if other else found

    def chosen_people(self) -> list[Holder]:
        return [self.holders[key] for key in self.cleaned_data.get("people", []) if key in self.holders]

    def relay(self) -> Relay:
        values = self.cleaned_data
        return Relay(
            values["theme"], self.targets(), self.chosen_people(), values["bundles"], values["channel"], values["why"]
        )


@dataclass(frozen=True)
class Preview:
    """Exactly what one receiver will read, before and after it opens the file; and the words to read aloud."""

    receiver: Organization
    before: list[str]
    lines: list[str]
    texts: list[tuple[str, str]]  # to whom, the words; empty when everybody has agreed already
    is_spoken: bool
    is_by_link: bool


def previews_of(form: RelayForm, at: datetime) -> list[Preview]:
    """One for each receiver chosen, from the agreements that stand and those that would be taken."""
    if not form.is_valid() or not form.targets():
        return []
    relay = form.relay()
    return [_preview(form.project, relay, target, at) for target in relay.targets]


def _preview(project: Project, relay: Relay, target: Target, at: datetime) -> Preview:
    until = at + timedelta(days=settings.LP_REFERRAL_CONSENT_DAYS)
    lines, texts = [], []
    for holder in relay.people:
        kept = kept_bundles(holder, project, target.receiver, at)
        given = given_of(relay, target, kept)
        lines += _lines_of(holder, given.bundles)
        if not set(relay.bundles) <= set(kept) or not kept:
            words = consent_words(
                sender=project.organization, receiver=target.receiver, bundles=given.bundles, purpose=given.purpose,
                until=until,
            )  # fmt: skip
            texts.append((holder.first_name, words))
    if Bundle.PROJECT.value in relay.bundles:
        lines += [line for line in (project.name, project.summary) if line]
    if Bundle.DOCUMENTS.value in relay.bundles:
        lines += project.documents.order_by("added_at", "pk").values_list("title", flat=True)
    before = [one.first_name for one in relay.people]
    before += [str(Theme(relay.theme).label), *place_and_stage(project), relay.why]
    asked = bool(texts)
    return Preview(
        target.receiver, [one for one in before if one], [one for one in lines if one], texts,
        asked and relay.channel == Channel.SPOKEN, asked and relay.channel == Channel.LINK,
    )  # fmt: skip


def _lines_of(holder: Holder, bundles: Sequence[str]) -> list[str]:
    if Bundle.CONTACT.value not in bundles:
        return [holder.first_name]
    place = holder.commune.label if holder.commune else ""
    return [holder.called, holder.phone, holder.email, place]


def _hint(choice: Choice) -> str:
    already = _("Asked already (%(reference)s).") % {"reference": choice.asked} if choice.asked else ""
    return f"{choice.hint} {already}".strip()
