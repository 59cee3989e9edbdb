"""Questions, requests, gaps and invitations of the demonstration: what waits in "À faire"."""

from datetime import timedelta

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.guidance import actions
from laplateforme.guidance.enums import RequestStatus
from laplateforme.guidance.models import ContactRequest, RouteSnapshot
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.route import NotedGap, build_route
from laplateforme.network import actions as network_actions
from laplateforme.network.models import Invitation, Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.portal.demonstration.read import Calendar, Row, rows

QUESTION = ("slug", "text", "short_answer", "stage", "theme", "lay_words", "figure", "position", "is_start")


def load_guidance(
    networks: dict[str, Network],
    organizations: dict[str, Organization],
    offers: dict[str, Offer],
    people: dict[str, User],
    facilitators: dict[str, User],
    calendar: Calendar,
) -> None:
    for row in rows("key_question"):
        load_question(row, networks, offers, facilitators, calendar)
    for row in rows("asked_question"):
        actions.keep_asked_question(
            network=networks[row["network"]],
            words=row["words"],
            stage=row["stage"],
            theme=row["theme"],
            department_code=row["department_code"],
            at=calendar.ago(row["asked_days_ago"]),
        )
    for row in rows("gap"):
        actions.note_gaps(
            network=networks[row["network"]],
            gaps=[NotedGap(stage=row["stage"], theme=row["theme"], question=row["key_question"])],
            commune_code=row["commune"],
            department_code=row["department_code"],
            form_key="",
            at=calendar.ago(row["noted_days_ago"]),
        )
    for row in rows("contact_request"):
        load_request(row, networks, organizations, people, facilitators, calendar)
    for row in rows("invitation"):
        load_invitation(row, networks, organizations, people, calendar)


@transaction.atomic
def load_routes(calendar: Calendar) -> None:
    """Routes kept some days ago, and the request that came from one. Needs the search index. Does it once."""
    if RouteSnapshot.objects.filter(code__in=[row["code"] for row in rows("route_snapshot")]).exists():
        return
    requests = {row["snapshot"]: row["contact"] for row in rows("contact_request") if row["snapshot"]}
    for row in rows("route_snapshot"):
        network = Network.objects.get(slug=row["network"])
        made = calendar.ago(row["made_days_ago"])
        profile = Profile.from_codes(row["profile"])
        route = build_route(profile, network=network, at=made, day=made.date())
        snapshot = actions.keep_route(network=network, route=route, at=made)
        RouteSnapshot.objects.filter(pk=snapshot.pk).update(code=row["code"])
        asked = ContactRequest.objects.filter(network=network, contact=requests.get(row["key"], ""))
        asked.update(snapshot=snapshot)


def load_question(
    row: Row, networks: dict[str, Network], offers: dict[str, Offer], facilitators: dict[str, User], calendar: Calendar
) -> None:
    actions.create_key_question(
        network=networks[row["network"]],
        values={name: row[name] for name in QUESTION},
        offers=[offers[key] for key in row["offers"]],
        by=facilitators[row["network"]],
        at=calendar.now,
    )


def load_request(
    row: Row,
    networks: dict[str, Network],
    organizations: dict[str, Organization],
    people: dict[str, User],
    facilitators: dict[str, User],
    calendar: Calendar,
) -> None:
    """A request goes through its moves at the dates of the story; its date of arrival is put back afterwards."""
    received = calendar.ago(row["received_days_ago"])
    facilitator = facilitators[row["network"]]
    request = actions.ask_contact(
        network=networks[row["network"]],
        name=row["name"],
        means=row["means"],
        contact=row["contact"],
        message=row["message"],
        at=received,
    )
    organization = organizations.get(row["organization"])
    if organization is not None:
        actions.route_request(
            request=request, organization=organization, by=facilitator, at=received + timedelta(hours=3)
        )
    if row["status"] == RequestStatus.ANSWERED:
        actions.answer_request(
            request=request,
            by=people[row["answered_by"]],
            at=calendar.ago(row["answered_days_ago"]),
            note=row["answer_note"],
        )
    if row["status"] == RequestStatus.CLOSED:
        actions.close_request(
            request=request, by=facilitator, at=calendar.ago(row["closed_days_ago"]), note=row["answer_note"]
        )
    ContactRequest.objects.filter(pk=request.pk).update(created_at=received)


def load_invitation(
    row: Row,
    networks: dict[str, Network],
    organizations: dict[str, Organization],
    people: dict[str, User],
    calendar: Calendar,
) -> None:
    sent = calendar.ago(row["sent_days_ago"])
    invitation = network_actions.invite(
        network=networks[row["network"]],
        organization=organizations[row["organization"]],
        email=row["email"],
        role=row["role"],
        by=people[row["invited_by"]],
        at=sent,
    )
    Invitation.objects.filter(pk=invitation.pk).update(
        created_at=sent, expires_at=calendar.now + timedelta(days=row["expires_in_days"])
    )
