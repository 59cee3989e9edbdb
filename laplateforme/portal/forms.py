"""Forms of the entrance hall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laplateforme.accounts.models import User
from laplateforme.core.idempotency import KeyedForm
from laplateforme.fairs.models import Occasion
from laplateforme.network.models import Organization
from laplateforme.places.forms import CommuneField
from laplateforme.portal.papers import PAPERS
from laplateforme.projects.forms.person import CodeForm
from laplateforme.projects.queries.leading import LedFiles
from laplateforme.vocabulary.enums import Theme

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


class CloseAccountForm(KeyedForm, CodeForm):
    """The mailed code, and a tick against a slip of the thumb."""

    sure = forms.BooleanField(
        label=_("I want my account to be closed, for good"),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


class HandOverForm(KeyedForm):
    """To whom everything goes that one leads in one organization."""

    led_files = forms.CharField(widget=forms.HiddenInput, max_length=80)
    adviser = forms.ChoiceField(
        label=_("Colleague"), error_messages={"required": _("Choose a colleague.")},
    )  # fmt: skip

    def __init__(self, *args: object, led: LedFiles, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.led = led
        self.fields["led_files"].initial = led.key
        names = [(str(one.pk), str(one)) for one in led.colleagues]
        if len(names) > 1:
            names.insert(0, ("", str(_("Choose"))))
        self.fields["adviser"].choices = names  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        return next(one for one in self.led.colleagues if str(one.pk) == self.cleaned_data["adviser"])


class KitForm(KeyedForm):
    """For whom the slides and cards speak beside the network; which offers stand in the leaflet."""

    OF_THE_FAIR, WHOLE = "fair", "all"

    organization = forms.ChoiceField(label=_("Which structure do you present too?"), required=False)
    leaflet = forms.ChoiceField(label=_("Which leaflet?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, occasion: Occasion, organizations: list[Organization], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.occasion, self.organizations = occasion, organizations
        names = [("", str(_("None: the network only")))] + [(str(one.pk), one.name) for one in organizations]
        self.fields["organization"].choices = names  # type: ignore[attr-defined]
        if len(organizations) == 1:
            self.fields["organization"].initial = str(organizations[0].pk)
        choices = [(self.WHOLE, str(_("The whole offer")))]
        if self.themes:
            labels = ", ".join(str(Theme(code).label) for code in self.themes)
            of_the_fair = _("The offers on the themes of the fair: %(themes)s") % {"themes": labels}
            choices.insert(0, (self.OF_THE_FAIR, of_the_fair))
        choices += [(theme.value, _("Theme: %(theme)s") % {"theme": theme.label}) for theme in Theme]
        self.fields["leaflet"].choices = choices  # type: ignore[attr-defined]
        self.fields["leaflet"].widget = forms.Select(choices=choices)
        self.fields["leaflet"].initial = choices[0][0]

    @property
    def themes(self) -> list[str]:
        return [code for code in self.occasion.themes if code in Theme.values]

    @property
    def chosen(self) -> Organization | None:
        return next((one for one in self.organizations if str(one.pk) == self.cleaned_data["organization"]), None)

    @property
    def chosen_themes(self) -> list[str]:
        said = self.cleaned_data["leaflet"]
        return {self.OF_THE_FAIR: self.themes, self.WHOLE: []}.get(said, [said])
