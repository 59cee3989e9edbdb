"""What the agreements of a project's people are worth for one receiver, and what a hand-over shows before its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from laplateforme.network.models import Organization
from laplateforme.projects.enums import Light
from laplateforme.projects.models import Consent, Project, StageInterval
from laplateforme.projects.queries.stages import stage_words
from laplateforme.referrals.models import Referral


@dataclass(frozen=True)
class Masked:
    """What is read of a hand-over before the sheet is opened: nothing once the agreement is over."""

    light: Light
    names: list[str] = field(default_factory=list)
    need: str = ""
    stage: str = ""
    place: str = ""
    why: str = ""

    @property
    def is_readable(self) -> bool:
        return self.light in (Light.OPEN, Light.MASKED)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """As the component `key_facts` draws them."""
        pairs = [(_("Need"), self.need), (_("Stage"), self.stage), (_("Where"), self.place)]
        return [(name, value[:1].upper() + value[1:]) for name, value in pairs if value]

    @property
    def may_open(self) -> bool:
        """More is on the sheet."""
        return self.light == Light.OPEN


def best_of(lights: Iterable[Light]) -> Light:
    """Open, masked, asked, or dark."""
    found = set(lights)
    return next((light for light in (Light.OPEN, Light.MASKED, Light.ASKED) if light in found), Light.DARK)


def standing_with(project: UUID, receiver: UUID) -> list[Consent]:
    """The agreements of people who are still somebody, with one receiver."""
    rows = Consent.objects.standing().filter(project=project, receiver=receiver, holder__erased_at__isnull=True)
    return list(rows.select_related("holder").order_by("holder__created_at"))


def agreement_for(project: Project, receiver: Organization, at: datetime) -> Light:
    """The best that the people of a project let `receiver` read now: open, masked, asked, or dark."""
    return best_of(one.light(at) for one in standing_with(project.pk, receiver.pk))


def masked_of(referral: Referral, at: datetime) -> Masked:
    """For the receiver. A first name, the need, the stage, the territory and why it is asked; spoken agreements that
    wait give the first name and the need alone.
    """
    consents = standing_with(referral.project_id, referral.receiver_id)
    light = best_of(one.light(at) for one in consents)
    if light not in (Light.OPEN, Light.MASKED):
        return Masked(light)
    names = [one.holder.first_name for one in consents if one.light(at) in (Light.OPEN, Light.MASKED)]
    need = str(referral.need.get_theme_display())
    if light == Light.MASKED:
        return Masked(light, list(dict.fromkeys(names)), need)
    return _whole(referral, light, list(dict.fromkeys(names)), need)


def sent_as(referral: Referral) -> Masked:
    """For the sender: what the receiver is shown when everything is agreed."""
    names = list(referral.project.holders.known().order_by("created_at").values_list("first_name", flat=True))
    return _whole(referral, Light.OPEN, names, str(referral.need.get_theme_display()))


def place_and_stage(project: Project) -> tuple[str, str]:
    """Where the project stands, and where it is."""
    last = StageInterval.objects.filter(project=project).order_by("-starts_at").first()
    return (stage_words(last) if last else "", project.commune.label if project.commune else "")


def _whole(referral: Referral, light: Light, names: list[str], need: str) -> Masked:
    stage, place = place_and_stage(referral.project)
    return Masked(light, names, need, stage, place, referral.why)
