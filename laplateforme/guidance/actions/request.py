"""Requests for contact: from somebody's message to somebody's answer."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.dates import add_working_days, is_working_day
from laplateforme.core.models import JournalEntry
from laplateforme.guidance import emails
from laplateforme.guidance.actions.route import UnableToKeepRoute, keep_route
from laplateforme.guidance.enums import ALLOWED_MOVES, Means, RequestStatus
from laplateforme.guidance.models import ContactRequest, RouteSnapshot
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.requests import promise_of
from laplateforme.guidance.queries.route import build_route
from laplateforme.network.models import Network, Organization, Participation
from laplateforme.offers.models import Offer

BETWEEN_REMINDERS = timedelta(days=1)
BETWEEN_LATE_REMINDERS = timedelta(hours=40)  # every two mornings
REMINDED = "request reminded"


class UnableToMoveRequest(Exception):
    """The request cannot go from its present status to the one asked for: somebody was quicker, or it is closed."""


class UnableToRouteRequest(Exception):
    """The organization does not take part in the network that received the request."""


class UnableToRemind(Exception):
    """Nobody was asked yet, or a reminder left less than a day ago."""


@transaction.atomic
def ask_contact(
    *,
    network: Network,
    name: str,
    means: str,
    contact: str,
    at: datetime,
    message: str = "",
    snapshot: RouteSnapshot | None = None,
    offer: Offer | None = None,
    profile: Profile | None = None,
) -> ContactRequest:
    """Somebody asks to be contacted; a route that was not kept yet is kept with it.

    The person on duty is told that something waits, without a personal word; whoever left an e-mail address gets the
    promise in writing. Refuses nothing: the form did.
    """
    promise = promise_of(network, at)
    if snapshot is None and profile is not None and profile.codes():
        route = build_route(profile, network=network, at=at, day=timezone.localdate(at))
        with suppress(UnableToKeepRoute):
            snapshot = keep_route(network=network, route=route, at=at)
    request = ContactRequest.objects.create(
        network=network,
        name=name,
        means=means,
        contact=contact,
        message=message,
        snapshot=snapshot,
        offer=offer,
        due_at=add_working_days(at, promise.days),
    )
    journal.record("request received", at=at, subject=request, network_id=network.pk, means=means)
    emails.queue_request_waiting(request, promise)
    if means == Means.EMAIL:
        emails.queue_request_received(request, promise)
    return request


@transaction.atomic
def route_request(*, request: ContactRequest, organization: Organization, by: User, at: datetime) -> ContactRequest:
    """Passes the request to an organization of the network, whose advisers are told that one waits.

    Raises UnableToMoveRequest; UnableToRouteRequest when the organization is not of this network.
    """
    request = _locked(request)
    if not Participation.objects.filter(network=request.network_id, organization=organization).exists():
        raise UnableToRouteRequest(organization.pk)
    request.organization = organization
    request.routed_at = at
    _move(request, to=RequestStatus.ROUTED, by=by, at=at, organization=str(organization.pk))
    emails.queue_request_passed(request)
    return request


@transaction.atomic
def answer_request(*, request: ContactRequest, by: User, at: datetime, note: str = "") -> ContactRequest:
    """Notes that somebody answered the person. Raises UnableToMoveRequest: only one answer counts."""
    request = _locked(request)
    request.answered_at, request.answered_by, request.answer_note = at, by, note
    _move(request, to=RequestStatus.ANSWERED, by=by, at=at)
    return request


@transaction.atomic
def close_request(*, request: ContactRequest, by: User, at: datetime, note: str = "") -> ContactRequest:
    """Ends a request that nobody could answer: unreachable, sent twice, out of subject. Raises UnableToMoveRequest."""
    request = _locked(request)
    request.answer_note = note
    _move(request, to=RequestStatus.CLOSED, by=by, at=at)
    return request


@transaction.atomic
def remind_organization(*, request: ContactRequest, by: User, at: datetime) -> ContactRequest:
    """Tells the organization again that a request waits. Raises UnableToRemind: one reminder a day."""
    request = _locked(request)
    sent = JournalEntry.objects.filter(verb=REMINDED, subject_id=str(request.pk), at__gt=at - BETWEEN_REMINDERS)
    if request.status != RequestStatus.ROUTED or sent.exists():
        raise UnableToRemind(request.status)
    journal.record(REMINDED, at=at, actor_id=by.pk, subject=request, network_id=request.network_id)
    emails.queue_request_passed(request, again=True)
    return request


def remind_late_requests(*, at: datetime) -> int:
    """The periodic deed: tells again those who can answer a request that is late; returns how many are.

    The organization it was passed to, and those who watch the network's requests. On working days, every two days at
    most for one request, in one short transaction each.
    """
    if not is_working_day(timezone.localdate(at)):
        return 0
    late = list(ContactRequest.objects.open().filter(due_at__lt=at).order_by("due_at").values_list("pk", flat=True))
    return sum(_remind_late(pk, at) for pk in late)


@transaction.atomic
def _remind_late(pk: UUID, at: datetime) -> bool:
    request = _locked(ContactRequest(pk=pk))
    lately = JournalEntry.objects.filter(verb=REMINDED, subject_id=str(pk), at__gt=at - BETWEEN_LATE_REMINDERS)
    if request.status not in RequestStatus.OPEN or lately.exists():
        return False
    journal.record(REMINDED, at=at, subject=request, network_id=request.network_id)
    if request.status == RequestStatus.ROUTED:
        emails.queue_request_passed(request, again=True)
    emails.queue_request_late(request, promise_of(request.network, at))
    return True


def _locked(request: ContactRequest) -> ContactRequest:
    """The row as it stands now, held until the end of the transaction."""
    return ContactRequest.objects.select_for_update(of=("self",)).select_related("network").get(pk=request.pk)


def _move(request: ContactRequest, *, to: RequestStatus, by: User, at: datetime, **details: str) -> None:
    before = RequestStatus(request.status)
    if to not in ALLOWED_MOVES[before]:
        raise UnableToMoveRequest(f"{before} → {to}")
    request.status = to
    request.version += 1
    request.save()
    journal.record(
        f"request {to.value}", at=at, actor_id=by.pk, subject=request, network_id=request.network_id,
        before=before.value, **details,
    )  # fmt: skip
