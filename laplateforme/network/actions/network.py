"""What a network says of itself, and who answers for it."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_changes
from laplateforme.core.versions import StaleVersion, save_versioned
from laplateforme.network.models import DutyPerson, Network, Organization, Participation, PositioningText
from laplateforme.places.models import Territory

EDITABLE = frozenset(
    {
        "name", "host", "territory", "lead_organization", "claim", "welcome_title", "welcome_text", "phone", "email",
        "legal_notice", "logo", "accent", "promised_days", "is_published", "exposure_published",
    }
)  # fmt: skip


class UnableToCreateNetwork(Exception):
    """A network has this short name or this host name already."""


class UnableToChangeDuty(Exception):
    """The organization does not take part in the network, or the dates run backwards."""


@transaction.atomic
def create_network(
    *, name: str, slug: str, territory: Territory, at: datetime, by: User | None = None, is_demo: bool = False,
    **details: Any,
) -> Network:  # fmt: skip
    """Opens a network on a territory. Raises UnableToCreateNetwork if its short name or host name is taken."""
    _only_editable(details)
    if "host" in details:
        details["host"] = details["host"] or None
    try:
        with transaction.atomic():
            network = Network.objects.create(name=name, slug=slug, territory=territory, is_demo=is_demo, **details)
    except IntegrityError:
        raise UnableToCreateNetwork(slug) from None
    journal.record("network created", at=at, actor_id=by.pk if by else None, subject=network, network_id=network.pk)
    return network


@transaction.atomic
def edit_network(
    *, network: Network, at: datetime, by: User | None = None, expected: int | None = None, **changes: Any
) -> Network:
    """Changes texts, colour, logo, host or what is public. Raises StaleVersion; UnableToCreateNetwork (host taken)."""
    _only_editable(changes)
    fresh = Network.objects.get(pk=network.pk)
    old_logo = fresh.logo.name
    if "host" in changes:
        changes["host"] = changes["host"] or None
        if changes["host"] and Network.objects.filter(host=changes["host"]).exclude(pk=fresh.pk).exists():
            raise UnableToCreateNetwork(changes["host"])
    for field, value in changes.items():
        setattr(fresh, field, value)
    save_versioned(fresh, expected)
    if old_logo and old_logo != fresh.logo.name:
        transaction.on_commit(partial(default_storage.delete, old_logo))
    if "name" in changes:
        note_changes("organization", _organization_keys(fresh))
    journal.record(
        "network edited", at=at, actor_id=by.pk if by else None, subject=fresh, network_id=fresh.pk,
        fields=sorted(changes),
    )  # fmt: skip
    return fresh


@transaction.atomic
def publish_positioning(
    *, network: Network, text: str, signed_by: str, at: datetime, by: User | None = None,
    signed_date: date | None = None, expected: int | None = None,
) -> PositioningText:  # fmt: skip
    """A new version of the common text, signed; the former ones stay. The same text twice is one version.

    `expected`: the number of the text that was read (0: none yet; None: no check). Raises StaleVersion when there is a
    newer one.
    """
    Network.objects.select_for_update().get(pk=network.pk)  # one number each, even for two at once
    last = network.positionings.order_by("-number").first()
    if last is not None and (last.text, last.signed_by) == (text, signed_by):
        return last
    number = last.number if last else 0
    if last is not None and expected is not None and expected != number:
        raise StaleVersion(last)
    version = PositioningText.objects.create(
        network=network, number=number + 1, text=text, signed_by=signed_by, signed_date=signed_date or at.date()
    )
    journal.record(
        "positioning published", at=at, actor_id=by.pk if by else None, subject=version, network_id=network.pk
    )
    return version


@transaction.atomic
def set_duty(
    *, network: Network, name: str, organization: Organization, hours: str, starts_date: date, at: datetime,
    by: User | None = None, ends_date: date | None = None, phone: str = "", user: User | None = None,
    promised_days: int | None = None, person: DutyPerson | None = None, expected: int | None = None,
) -> DutyPerson:  # fmt: skip
    """Somebody goes on duty (or `person`'s turn is changed). Raises UnableToChangeDuty, StaleVersion."""
    if not Participation.objects.filter(network=network, organization=organization).exists():
        raise UnableToChangeDuty(organization.slug)
    if ends_date is not None and ends_date <= starts_date:
        raise UnableToChangeDuty("dates")
    duty = person or DutyPerson(network=network)
    duty.name, duty.organization, duty.user = name, organization, user
    duty.phone, duty.hours = phone, hours
    duty.starts_date, duty.ends_date = starts_date, ends_date
    duty.promised_days = network.promised_days if promised_days is None else promised_days
    if person is None:
        duty.save()
    else:
        save_versioned(duty, expected)
    journal.record("duty set", at=at, actor_id=by.pk if by else None, subject=duty, network_id=network.pk)
    return duty


@transaction.atomic
def end_duty(*, person: DutyPerson, at: datetime, by: User | None = None) -> None:
    """This turn is taken off the list. A second time changes nothing."""
    journal.record("duty ended", at=at, actor_id=by.pk if by else None, subject=person, network_id=person.network_id)
    DutyPerson.objects.filter(pk=person.pk).delete()


def _only_editable(changes: dict[str, Any]) -> None:
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"A network has no editable {', '.join(sorted(unknown))}")


def _organization_keys(network: Network) -> list[str]:
    return [str(pk) for pk in network.participations.values_list("organization_id", flat=True)]
