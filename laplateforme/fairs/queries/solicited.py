"""What a third party asked, and the draft of the answer."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.fairs.queries.pages import Waiting, when_words
from laplateforme.network.models import Network

LANGUAGE = "fr"


def who_comes(occasion: Occasion) -> list[str]:
    """The structures whose people said yes: no name of a person is given to a third party. One query."""
    rows = Duty.objects.taken().filter(slot__occasion=occasion, organization__isnull=False).select_related(
        "organization"
    )  # fmt: skip
    return sorted({duty.organization.called for duty in rows if duty.organization})


def draft_of(occasion: Occasion, by: Any) -> str:
    """A letter to read again before it leaves: yes with whom, or no."""
    with translation.override(LANGUAGE):
        what = {"title": occasion.title, "when": when_words(occasion.starts_at, occasion.ends_at)}
        parts = [_("Hello,"), _("You asked us to come to “%(title)s”, %(when)s.") % what]
        if occasion.status == OccasionStatus.ACCEPTED:
            bodies = who_comes(occasion)
            with_whom = _("These structures will be there for the whole network: %(bodies)s.") % {
                "bodies": ", ".join(bodies)
            }
            parts += [_("We come."), with_whom if bodies else _("We will tell you which structures will be there.")]
        else:
            parts.append(_("We cannot come this time. Thank you for thinking of us; ask us again."))
        parts.append(_("Best regards,") + f"\n{by.get_full_name()}")
        return "\n\n".join(parts)


def to_answer(network: Network) -> list[Waiting]:
    """Third parties who asked, about whom the network decided, and who do not know yet. One query."""
    rows = Occasion.objects.of_network(network).unanswered().order_by("starts_at", "pk")[:20]
    return [Waiting(one.asked_body, one.title, reverse("fairs:reply", args=[one.code])) for one in rows]
