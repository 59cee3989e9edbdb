"""What the receiver may do with a hand-over, from its page or from a mailed link: the same deeds and words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.referrals import actions
from laplateforme.referrals.forms.answer import AcceptForm, CloseForm, DateForm, DeclineForm, WordsForm
from laplateforme.referrals.models import Referral

FORMS: dict[str, Any] = {
    "accept": AcceptForm, "decline": DeclineForm, "ask": WordsForm, "date": DateForm, "close": CloseForm,
    "reply": WordsForm,
}  # fmt: skip


@dataclass(frozen=True)
class Answering:
    """The forms of a page, the one that was sent bound, and whether its deed is done."""

    forms: dict[str, Any]
    done: bool = False
    deed: str = ""

    @property
    def error(self) -> Any:
        """The form to mend, for the summary on top."""
        form = self.forms.get(self.deed)
        return form if form is not None and form.is_bound and form.errors else None


def answering(request: HttpRequest, referral: Referral, *, by: User | None, allowed: set[str]) -> Answering:
    """Does what was posted, if it is well said and allowed; never more than one deed."""
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    forms = {
        name: kind(request.POST if name == deed else None, prefix=None, auto_id=f"{name}_%s")
        for name, kind in FORMS.items()
    }
    if not deed:
        return Answering(forms)
    if deed not in allowed:
        messages.warning(request, _("Somebody was quicker: this hand-over is over or answered already."))
        return Answering(forms, done=True, deed=deed)
    form = forms.get(deed)
    if form is not None and not form.is_valid():
        return Answering(forms, deed=deed)
    try:
        words = _do(deed, form.cleaned_data if form is not None else {}, referral, by, timezone.now())
    except actions.UnableToMoveReferral as refusal:
        if str(refusal) == "agreement":
            messages.warning(request, _("The person no longer shares this with you: nothing can be answered."))
        else:
            messages.warning(request, _("Somebody was quicker: this hand-over is over or answered already."))
    else:
        messages.success(request, words)
    return Answering(forms, done=True, deed=deed)


def _do(deed: str, values: dict[str, Any], referral: Referral, by: User | None, at: datetime) -> str:
    if deed == "accept":
        actions.accept_referral(referral=referral, by=by, at=at, words=values["words"])
        if values["starts_at"]:
            actions.propose_date(referral=referral, starts_at=values["starts_at"], by=by, at=at)
        return _("Thank you. The person and whoever sent them know that you say yes.")
    if deed == "decline":
        actions.decline_referral(referral=referral, reason=values["reason"], words=values["words"], by=by, at=at)
        return _("Thank you. The person reads why, and we look elsewhere.")
    if deed == "ask":
        actions.ask_about(referral=referral, text=values["text"], by=by, at=at)
        return _("Your question is sent. The reply comes by e-mail.")
    if deed == "date":
        actions.propose_date(
            referral=referral, starts_at=values["starts_at"], text=values["text"], by=by, at=at
        )  # fmt: skip
        return _("The date is sent to the person and to whoever sent them, for their calendars.")
    if deed == "close":
        actions.close_referral(referral=referral, outcome=values["outcome"], by=by, at=at)
        return _("Thank you. The person will be asked too, and each reads what the other says.")
    if deed == "reply":
        assert by is not None
        actions.reply_about(referral=referral, text=values["text"], by=by, at=at)
        return _("Your reply is sent.")
    actions.start_referral(referral=referral, by=by, at=at)
    return _("Noted: it has begun.")
