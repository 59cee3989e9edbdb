"""How an organization treats what is specific to the social and solidarity economy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.versions import VersionedForm
from laplateforme.network.forms.fields import CleanTextField


class PracticeForm(VersionedForm):
    """Four short answers, for one function. `version` is the number of the version that was read."""

    collective = CleanTextField(
        label=_("The collective"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How do you help people to act together?"),
    )  # fmt: skip
    cooperation = CleanTextField(
        label=_("Cooperation"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("With whom do you work, rather than against?"),
    )  # fmt: skip
    governance = CleanTextField(
        label=_("Governance"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How do you help to share decisions?"),
    )  # fmt: skip
    utility = CleanTextField(
        label=_("Social utility"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How do you help to say what a project is useful for?"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(value for name, value in cleaned.items() if name != "version") and not self.errors:
            self.add_error("collective", _("Please answer at least one of the four questions."))
        return cleaned


class CommentForm(KeyedForm):
    text = CleanTextField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
