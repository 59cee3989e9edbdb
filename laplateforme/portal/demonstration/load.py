"""Builds the demonstration networks by the same actions that people use."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from laplateforme.accounts.actions import open_account
from laplateforme.accounts.models import User
from laplateforme.network import actions as network_actions
from laplateforme.network.models import Network, Organization
from laplateforme.offers import actions as offer_actions
from laplateforme.offers.enums import EDITABLE_FIELDS, OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.places.models import Commune, Territory
from laplateforme.portal.demonstration.groups import load_groups
from laplateforme.portal.demonstration.projects import load_projects
from laplateforme.portal.demonstration.read import Calendar, Row, rows
from laplateforme.portal.demonstration.requests import load_guidance
from laplateforme.portal.demonstration.site import load_site
from laplateforme.portal.demonstration.talk import load_talk
from laplateforme.vocabulary.enums import Capacity, Role

DETAILS = ("claim", "welcome_title", "welcome_text", "phone", "email", "accent", "promised_days")
ABOUT = (
    *("short_name", "summary", "description", "functions", "address", "phone", "email"),
    *("website", "opening_hours", "coverage"),
)


@transaction.atomic
def load(*, at: datetime) -> list[Network]:
    """Creates both networks and all that lives in them. Does nothing where a demonstration network exists."""
    if Network.objects.filter(is_demo=True).exists():
        return []
    calendar = Calendar(at)
    networks = {row["key"]: load_network(row, calendar) for row in rows("network")}
    organizations = {row["key"]: load_organization(row, networks, calendar) for row in rows("organization")}
    people = {row["key"]: load_person(row, networks, organizations, calendar) for row in rows("person")}
    facilitators = {row["network"]: people[row["key"]] for row in rows("person", role=Role.FACILITATOR)}
    for row in rows("network"):
        network_actions.edit_network(
            network=networks[row["key"]], at=at, lead_organization=organizations[row["lead_organization"]]
        )
    load_words(networks, organizations, people, calendar)
    load_practice(organizations, people, calendar)
    author = facilitators["calanques"]
    offers = {row["key"]: load_offer(row, organizations, author, calendar) for row in rows("offer")}
    load_guidance(networks, organizations, offers, people, facilitators, calendar)
    load_projects(organizations, people, calendar)
    load_site(networks, people, calendar)
    load_talk(networks, people, facilitators, calendar)
    load_groups(networks, organizations, people, calendar)
    return list(networks.values())


def load_network(row: Row, calendar: Calendar) -> Network:
    territory, _ = Territory.objects.get_or_create(
        slug=row["territory"]["slug"],
        defaults={"name": row["territory"]["name"], "codes": row["territory"]["codes"]},
    )
    return network_actions.create_network(
        name=row["name"],
        slug=row["slug"],
        territory=territory,
        at=calendar.now,
        is_demo=True,
        exposure_published=row["exposure_published"],
        **{name: row[name] for name in DETAILS},
    )


def load_organization(row: Row, networks: dict[str, Network], calendar: Calendar) -> Organization:
    first, *others = row["participations"]
    details = {name: row[name] for name in ABOUT if name in row}
    organization = network_actions.create_organization(
        network=networks[first["network"]],
        name=row["name"],
        slug=row["slug"],
        at=calendar.now,
        status=first["status"],
        since_date=date.fromisoformat(first["since_date"]),
        commune=Commune.objects.get(pk=row["commune"]),
        **details,
    )
    for other in others:
        network_actions.join_network(
            organization=organization,
            network=networks[other["network"]],
            status=other["status"],
            since_date=date.fromisoformat(other["since_date"]),
            at=calendar.now,
        )
    return organization


def load_person(
    row: Row, networks: dict[str, Network], organizations: dict[str, Organization], calendar: Calendar
) -> User:
    user = open_account(email=row["email"], name=row["name"], language=row["language"], at=calendar.now)
    network_actions.add_member(
        user=user,
        network=networks[row["network"]],
        role=row["role"],
        organization=organizations.get(row["organization"]),
        at=calendar.now,
    )
    return user


def load_words(
    networks: dict[str, Network], organizations: dict[str, Organization], people: dict[str, User], calendar: Calendar
) -> None:
    """What the networks say of themselves, who is on duty, who hands on to whom."""
    for row in sorted(rows("positioning_text"), key=lambda one: one["number"]):
        moment = calendar.ago(row["signed_days_ago"])
        network_actions.publish_positioning(
            network=networks[row["network"]],
            text=row["text"],
            signed_by=row["signed_by"],
            signed_date=moment.date(),
            at=moment,
        )
    for row in rows("duty_person"):
        network_actions.set_duty(
            network=networks[row["network"]],
            name=row["name"],
            organization=organizations[row["organization"]],
            hours=row["hours"],
            phone=row["phone"],
            user=people.get(row["user"]),
            starts_date=calendar.day(row["starts_in_days"]),
            ends_date=calendar.day(row["ends_in_days"]),
            promised_days=row["promised_days"],
            at=calendar.now,
        )
    for row in rows("declared_link"):
        link = {
            "network": networks[row["network"]],
            "from_organization": organizations[row["from_organization"]],
            "to_organization": organizations[row["to_organization"]],
            "functions": row["functions"],
            "at": calendar.now,
        }
        network_actions.declare_link(terms=row["terms"], **link)
        if row["is_confirmed"]:
            network_actions.declare_link(said_by_receiver=True, **link)


def load_practice(organizations: dict[str, Organization], people: dict[str, User], calendar: Calendar) -> None:
    for row in rows("practice_card"):
        version = None
        for words in row["versions"]:
            version = network_actions.save_practice(
                organization=organizations[row["organization"]],
                function=row["function"],
                collective=words["collective"],
                cooperation=words["cooperation"],
                governance=words["governance"],
                utility=words["utility"],
                by=people[words["author"]],
                at=calendar.ago(words["written_days_ago"]),
            )
        for comment in row.get("comments", []):
            assert version is not None
            network_actions.comment_practice(
                card=version.card,
                text=comment["text"],
                by=people[comment["author"]],
                at=calendar.ago(comment["days_ago"]),
            )


def load_offer(row: Row, organizations: dict[str, Organization], author: User, calendar: Calendar) -> Offer:
    values = {name: row[name] for name in EDITABLE_FIELDS if name in row and name != "commune"}
    values["commune"] = Commune.objects.get(pk=row["commune"]) if row.get("commune") else None
    for name in ("price_from", "price_to"):
        if row.get(name) is not None:
            values[name] = Decimal(str(row[name]))
    offer = offer_actions.create_offer(
        organization=organizations[row["organization"]],
        values=values,
        by=author,
        at=calendar.now,
        code=row["code"],
        sessions=[session_values(one, calendar) for one in row.get("sessions", [])],
        price_steps=[
            offer_actions.PriceStepValues(one["from_month"], Decimal(str(one["amount"])), one["unit"])
            for one in row.get("price_steps", [])
        ],
    )
    if row.get("observed_answer_count"):
        days = [Decimal(str(row["observed_answer_days"]))] * row["observed_answer_count"]
        offer_actions.record_answer_time(offer=offer, days=days, at=calendar.now)
    if row["status"] == OfferStatus.PUBLISHED:
        offer_actions.publish_offer(offer=offer, by=author, at=calendar.now)
    weeks = row.get("waitlist_weeks") if row["capacity"] == Capacity.WAITLIST else None
    offer_actions.set_capacity(
        offer=offer, capacity=row["capacity"], weeks=weeks, at=calendar.ago(row["capacity_days_ago"]), by=author
    )
    offer_actions.confirm_unchanged(
        offer=offer, at=calendar.ago(row["checked_days_ago"]), by=author, name=row["checked_by_name"]
    )
    offer.refresh_from_db()
    return offer


def session_values(row: Row, calendar: Calendar) -> "offer_actions.SessionValues":
    starts_at = calendar.moment(row["in_days"], row["hour"])
    return offer_actions.SessionValues(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=row["duration_h"]),
        place=row["place"],
        commune=Commune.objects.get(pk=row["commune"]) if row.get("commune") else None,
        places_left=row.get("places_left"),
    )
