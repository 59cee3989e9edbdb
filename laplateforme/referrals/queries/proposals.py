"""To whom a project could be handed on: the choice of an adviser, and the next proposal after a refusal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from laplateforme.guidance.enums import Team
from laplateforme.guidance.queries.matching import Match, Wanted, matches_for
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.words import State, ago, answer_words, capacity_state
from laplateforme.projects.models import Need, Project
from laplateforme.projects.queries import present_of
from laplateforme.referrals.models import Referral
from laplateforme.vocabulary.enums import Stage

MOST = 8


@dataclass(frozen=True)
class Choice:
    """One offer to hand on to, as its adviser reads it."""

    offer: Offer
    answers: bool
    capacity: State
    capacity_said: str
    answer_time: str
    asked: str = ""  # a hand-over of this need to this organization is open

    @property
    def hint(self) -> str:
        """One line: whose offer it is, whether there is room and since when that is known, how fast they answer."""
        time = _("Answers within %(time)s.") % {"time": self.answer_time} if self.answer_time else ""
        said = f"{self.capacity.text} ({self.capacity_said})" if self.capacity_said else self.capacity.text
        parts = [f"{self.offer.organization.called}.", f"{said}.", time]
        if not self.answers:
            parts.append(_("Other kind of help."))
        return " ".join(part for part in parts if part)


def wanted_of(project: Project, theme: str) -> Wanted:
    present = present_of(project)
    people = project.holders.known().count()
    return Wanted(
        stage=present.stage if present else Stage.IDEA.value,
        theme=theme,
        commune=project.commune_id or "",
        team=Team.SEVERAL.value if people > 1 else "",
    )


def offers_to_choose(project: Project, theme: str, at: datetime) -> list[Choice]:
    """Offers for this need, best first; the organization that keeps the file is left out."""
    without = {str(project.organization_id)}
    matches = matches_for(
        wanted_of(project, theme), network=project.network, at=at, without=without, most=MOST
    )  # fmt: skip
    offers = _offers(project, matches)
    open_ones = Referral.objects.open().filter(project=project, need__theme=theme, need__met_at__isnull=True)
    asked = {row.receiver_id: row.reference for row in open_ones}
    return [
        choice_of(offers[one.key], at, answers=one.answers, asked=asked.get(offers[one.key].organization_id, ""))
        for one in matches
        if one.key in offers
    ]


def choice_of(offer: Offer, at: datetime, *, answers: bool = True, asked: str = "") -> Choice:
    said = _("said %(ago)s") % {"ago": ago(offer.capacity_at, at)} if offer.capacity_at else ""
    state = capacity_state(offer.capacity, offer.waitlist_weeks)
    return Choice(offer, answers, state, said, answer_words(offer), asked)


def _offers(project: Project, matches: list[Match]) -> dict[str, Offer]:
    rows = Offer.objects.published().among([one.key for one in matches], of=project.network)
    return {str(offer.pk): offer for offer in rows.select_related("organization", "commune")}


def next_offer(referral: Referral, at: datetime) -> Offer | None:
    """Somebody else for the same need, by the engine of routes; None when nobody answers it today."""
    project, need = referral.project, referral.need
    tried = Referral.objects.filter(project=project, need=need).values_list("receiver_id", flat=True)
    without = {str(project.organization_id), str(referral.receiver_id), *(str(key) for key in tried)}
    matches = matches_for(wanted_of(project, need.theme), network=project.network, at=at, without=without, most=MOST)
    good = [one for one in matches if one.answers and not one.is_full]
    return _offers(project, good[:1]).get(good[0].key) if good else None


def needs_to_choose(project: Project) -> list[Need]:
    """What the project needs now, oldest first."""
    return list(Need.objects.filter(project=project, met_at__isnull=True).order_by("noted_at"))
