"""Requests for contact: what waits for whom, who answers, where to pass them on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import in_words
from laplateforme.guidance.enums import RequestStatus
from laplateforme.guidance.models import ContactRequest
from laplateforme.network.models import DutyPerson, Network, Organization
from laplateforme.network.rules import LEADS
from laplateforme.offers.queries.words import State

WEEK_DAYS = 7
MOST_ROWS = 200


@dataclass(frozen=True)
class Promise:
    """Who answers, and in how many working days."""

    days: int
    person: DutyPerson | None
    phone: str


@dataclass(frozen=True)
class RequestRow:
    """A line of "À faire": no name and no number, since a list is not a file that one opens."""

    urgency: str  # "late", "week" or "information"
    title: str
    url: str
    text: str
    status: State
    action_url: str
    action_label: str


@dataclass(frozen=True)
class Receiver:
    """An organization that may take the request; `reason` is empty unless something of the request points to it."""

    organization: Organization
    reason: str


def promise_of(network: Network, at: datetime) -> Promise:
    """The person on duty that day and the delay promised; the network's own when nobody is named. One query."""
    person = network.duty_people.on(timezone.localdate(at)).select_related("organization", "user").first()
    if person is None:
        return Promise(network.promised_days, None, network.phone)
    return Promise(person.promised_days, person, person.phone or network.phone)


def requests_waiting(user: Any, network: Network | None, at: datetime) -> list[RequestRow]:
    """Open requests that `user` may answer in `network`, late first, then by date; one query."""
    if network is None:
        return []
    rows = ContactRequest.objects.visible_to(user).open().filter(network=network)
    found = rows.select_related("offer", "organization").order_by("due_at")[:MOST_ROWS]
    return [row_of(request, at) for request in found]


def answered_lately(user: Any, network: Network, most: int = 20) -> list[RequestRow]:
    """What was answered or closed, last first."""
    rows = ContactRequest.objects.visible_to(user).filter(network=network).exclude(status__in=RequestStatus.OPEN)
    found = rows.select_related("offer", "organization").order_by(F("answered_at").desc(nulls_last=True))[:most]
    return [_done(request) for request in found]


def row_of(request: ContactRequest, at: datetime) -> RequestRow:
    days_late = (timezone.localdate(at) - timezone.localdate(request.due_at)).days
    if request.due_at < at:
        text = ngettext("Late by %(count)d day", "Late by %(count)d days", days_late) % {"count": days_late}
        status = State("no", text if days_late else _("Late since this morning"))
        urgency = "late"
    else:
        status = State("wait", _("To answer before %(day)s") % {"day": in_words(request.due_at)}, "clock")
        urgency = "week" if -days_late <= WEEK_DAYS else "information"
    label = _("Answer") if request.status == RequestStatus.ROUTED else _("Read and pass on")
    address = request.get_absolute_url()
    return RequestRow(urgency, _title(request), address, _subject(request), status, address, label)


def _done(request: ContactRequest) -> RequestRow:
    if request.status == RequestStatus.ANSWERED and request.answered_at:
        status = State("ok", _("Answered on %(day)s") % {"day": in_words(request.answered_at)})
    else:
        status = State("plain", _("Closed without an answer"))
    return RequestRow("information", _title(request), request.get_absolute_url(), _subject(request), status, "", "")


def _title(request: ContactRequest) -> str:
    return _("Request of %(day)s") % {"day": in_words(request.created_at)}


def _subject(request: ContactRequest) -> str:
    parts = []
    if request.offer:
        parts.append(_("About “%(offer)s”.") % {"offer": request.offer.name})
    elif request.snapshot_id:
        parts.append(_("With a route."))
    if request.organization and request.status == RequestStatus.ROUTED:
        parts.append(_("Passed to %(organization)s.") % {"organization": request.organization.called})
    return " ".join(parts) or _("Request for contact.")


def receivers_for(request: ContactRequest) -> list[Receiver]:
    """Organizations of the network: that of the offer first, then those of the route, then the others by name."""
    organizations = Organization.objects.of_network(request.network).order_by("name")
    in_route = _named_in(request.snapshot.content) if request.snapshot else set()
    own = request.offer.organization_id if request.offer else None

    def reason(one: Organization) -> str:
        if one.pk == own:
            return _("proposes the offer that the person saw")
        if in_route & {one.slug, one.name, one.called, str(one.pk)}:
            return _("proposed on the person’s route")
        return ""

    found = [Receiver(one, reason(one)) for one in organizations]
    return sorted(found, key=lambda one: (one.organization.pk != own, not one.reason))


def _named_in(content: Any) -> set[str]:
    """Every string that a kept route says of an organization."""
    if isinstance(content, dict):
        named = {str(value) for key, value in content.items() if "organization" in key and isinstance(value, str)}
        return named.union(*(_named_in(value) for value in content.values()))
    if isinstance(content, list):
        return set().union(*(_named_in(value) for value in content))
    return set()


def readers_of(organization: Organization, network: Network) -> Sequence[str]:
    """The addresses to tell that a request was passed: advisers and managers here, else the organization's own."""
    members = organization.memberships.active().filter(network=network, role__in=["ADVISER", "ORGANIZATION_MANAGER"])
    found = list(members.order_by("user__email").values_list("user__email", flat=True).distinct())
    return found or ([organization.email] if organization.email else [])


def inbox_of(network: Network, person: DutyPerson | None) -> Sequence[str]:
    """Whom to tell that a request waits: the person on duty, else the network's address, else its facilitators."""
    if person is not None and person.user is not None and person.user.is_active:
        return [person.user.email]
    if network.email:
        return [network.email]
    return _leads_of(network)


def watchers_of(network: Network, person: DutyPerson | None) -> Sequence[str]:
    """Whom to tell that a request is late: the person on duty, and everyone who facilitates the network."""
    return list(dict.fromkeys([*inbox_of(network, person), *_leads_of(network)]))


def _leads_of(network: Network) -> list[str]:
    leads = network.memberships.active().filter(role__in=LEADS)
    return list(leads.order_by("user__email").values_list("user__email", flat=True).distinct())
