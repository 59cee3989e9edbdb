"""Networks, what they say of themselves, who is on duty."""

from dataclasses import dataclass
from datetime import date

from laplateforme.network.models import DutyPerson, Network, PositioningText
from laplateforme.places.models import Commune
from laplateforme.places.queries import areas_of


@dataclass(frozen=True)
class PositioningPage:
    """The text in force and all its versions, newest first."""

    current: PositioningText | None
    versions: list[PositioningText]


def published_networks() -> list[Network]:
    """Networks open to the public, by name."""
    return list(Network.objects.published().select_related("territory", "lead_organization").order_by("name"))


def networks_serving(commune: Commune) -> list[Network]:
    """Published networks whose territory holds the commune, the narrowest territory first. One query."""
    mine = areas_of(commune)  # from the nearest to the widest
    found = []
    for network in published_networks():
        ranks = [mine.index(code) for code in network.territory.codes if code in mine]
        if ranks:
            found.append((min(ranks), len(network.territory.codes), network.name, network))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]


def current_positioning(network: Network | None) -> PositioningText | None:
    """The text that the network signed last."""
    return network.positionings.order_by("-number").first() if network else None


def positioning_versions(network: Network) -> PositioningPage:
    versions = list(network.positionings.order_by("-number"))
    return PositioningPage(versions[0] if versions else None, versions)


def duty_now(network: Network | None, day: date) -> DutyPerson | None:
    """Who answers today, with the organization."""
    if network is None:
        return None
    return network.duty_people.on(day).select_related("organization").first()


def duty_phone(network: Network, day: date) -> str:
    """Which number answers today; empty when nobody is on duty."""
    return network.duty_people.on(day).values_list("phone", flat=True).first() or ""


def duty_roster(network: Network, day: date) -> list[DutyPerson]:
    """Turns that are running or to come, in order."""
    turns = network.duty_people.select_related("organization").order_by("starts_date", "name")
    return [turn for turn in turns if turn.ends_date is None or turn.ends_date > day]
