"""Forms of the entrance hall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.network.models import Organization
from laplateforme.places.forms import CommuneField
from laplateforme.portal.papers import PAPERS

FEW = 5


class WhereForm(forms.Form):
    """Where somebody lives."""

    commune = CommuneField(label=_("Your town or its postal code"))


class PaperForm(KeyedForm):
    """Which paper, for whom. `organizations`: those that the person may print for."""

    ALL = "all"

    paper = forms.ChoiceField(
        label=_("What"),
        choices=[(kind, paper.label) for kind, paper in PAPERS.items()],
        widget=forms.RadioSelect,
        initial="leaflet",
    )
    scope = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, *args: object, organizations: list[Organization], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.ALL, str(_("The whole network")))]
        choices += [(str(one.pk), one.name) for one in organizations]
        if len(choices) > FEW:
            self.fields["scope"].widget = forms.Select()  # rows of twenty names hide the button
        field = self.fields["scope"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = self.ALL
