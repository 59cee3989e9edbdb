"""Forms of the entrance hall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.network.models import Organization
from laplateforme.places.forms import CommuneField


class WhereForm(forms.Form):
    """Where somebody lives."""

    commune = CommuneField(label=_("Your town or its postal code"))


class PaperForm(KeyedForm):
    """Which paper, for whom. `organizations`: those that the person may print for."""

    ALL = "all"
    PAPERS = (
        ("leaflet", _("Leaflet, A5 pages (PDF)")),
        ("booklet", _("Leaflet ready to fold, A4 sheets (PDF)")),
        ("leaflet_docx", _("Text of the leaflet, to rework (DOCX)")),
        ("slides", _("Slides (PDF)")),
        ("slides_pptx", _("Slides, to rework (PPTX)")),
        ("poster", _("Poster with a code to scan, A3 (PDF)")),
        ("chain", _("Who does what, one A4 page (PDF)")),
    )

    paper = forms.ChoiceField(label=_("What"), choices=PAPERS, widget=forms.RadioSelect, initial="leaflet")
    scope = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, *args: object, organizations: list[Organization], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.ALL, str(_("The whole network")))]
        choices += [(str(one.pk), one.name) for one in organizations]
        field = self.fields["scope"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = self.ALL
