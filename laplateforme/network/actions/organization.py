"""Organizations, how they take part, to whom they hand on."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import slug_of
from laplateforme.core.versions import save_versioned
from laplateforme.network.enums import ParticipationStatus
from laplateforme.network.models import DeclaredLink, Network, Organization, Participation

EDITABLE = frozenset(
    {
        "name", "short_name", "summary", "description", "functions", "commune", "address", "phone", "email", "website",
        "opening_hours", "logo", "siret", "rna", "coverage",
    }
)  # fmt: skip
RESERVED = frozenset({"nouvelle"})  # addresses of this room's own pages


class UnableToCreateOrganization(Exception):
    """The name makes no address, or the address asked for is taken."""


class UnableToDeclareLink(Exception):
    """Both must take part in the network, and differ."""


@transaction.atomic
def create_organization(
    *, network: Network, name: str, at: datetime, by: User | None = None, slug: str = "",
    status: str = ParticipationStatus.MEMBER, since_date: date | None = None, **details: Any,
) -> Organization:  # fmt: skip
    """A new organization that takes part in `network`; it can be found once this is saved.

    Its address is made from its name unless `slug` is given. Raises UnableToCreateOrganization if that one is taken.
    """
    _only_editable(details)
    if slug and (slug in RESERVED or Organization.objects.filter(slug=slug).exists()):
        raise UnableToCreateOrganization(slug)
    organization = Organization.objects.create(name=name, slug=slug or _free_slug(name), **details)
    Participation.objects.create(network=network, organization=organization, status=status, since_date=since_date)
    journal.record(
        "organization created", at=at, actor_id=by.pk if by else None, subject=organization, network_id=network.pk
    )
    note_change("organization", organization.pk)
    return organization


@transaction.atomic
def edit_organization(
    *, organization: Organization, at: datetime, by: User | None = None, expected: int | None = None, **changes: Any
) -> Organization:
    """Changes what the organization says of itself; history keeps the former words. Raises StaleVersion."""
    _only_editable(changes)
    fresh = Organization.objects.get(pk=organization.pk)
    old_logo = fresh.logo.name
    for field, value in changes.items():
        setattr(fresh, field, value)
    save_versioned(fresh, expected)
    if old_logo and old_logo != fresh.logo.name:
        transaction.on_commit(partial(default_storage.delete, old_logo))
    journal.record("organization edited", at=at, actor_id=by.pk if by else None, subject=fresh, fields=sorted(changes))
    note_change("organization", fresh.pk)
    return fresh


@transaction.atomic
def join_network(
    *, organization: Organization, network: Network, at: datetime, by: User | None = None,
    status: str = ParticipationStatus.MEMBER, since_date: date | None = None,
) -> Participation:  # fmt: skip
    """An existing organization takes part in one more network, or changes how it does."""
    participation, _ = Participation.objects.update_or_create(
        network=network, organization=organization, defaults={"status": status, "since_date": since_date}
    )
    journal.record(
        "organization joined", at=at, actor_id=by.pk if by else None, subject=organization, network_id=network.pk
    )
    note_change("organization", organization.pk)
    return participation


@transaction.atomic
def leave_network(*, participation: Participation, at: datetime, by: User | None = None) -> None:
    """The organization no longer takes part: its links in this network go, its own pages stay elsewhere."""
    organization, network = participation.organization, participation.network
    DeclaredLink.objects.filter(network=network, from_organization=organization).delete()
    DeclaredLink.objects.filter(network=network, to_organization=organization).delete()
    Participation.objects.filter(pk=participation.pk).delete()
    journal.record(
        "organization left", at=at, actor_id=by.pk if by else None, subject=organization, network_id=network.pk
    )
    note_change("organization", organization.pk)


@transaction.atomic
def declare_link(
    *, network: Network, from_organization: Organization, to_organization: Organization, at: datetime,
    by: User | None = None, terms: str = "", functions: Sequence[str] = (), said_by_receiver: bool = False,
) -> DeclaredLink:  # fmt: skip
    """One usually hands people on to the other, on these terms: said by the giver, or by the receiver.

    Said again by the same side, its terms are those of now; the other side's stay. The functions are those said last.
    Raises UnableToDeclareLink when one of them is not of this network, or both are the same.
    """
    if from_organization.pk == to_organization.pk:
        raise UnableToDeclareLink("same")
    here = Participation.objects.filter(network=network, organization__in=[from_organization, to_organization])
    if here.count() != 2:
        raise UnableToDeclareLink("network")
    said: dict[str, Any] = {"functions": list(functions)} if functions else {}
    if said_by_receiver:
        said |= {"said_by_receiver": True, "receiver_terms": terms}
    else:
        said |= {"said_by_giver": True, "terms": terms}
    link, _ = DeclaredLink.objects.update_or_create(
        network=network, from_organization=from_organization, to_organization=to_organization,
        defaults=said, create_defaults={"said_by_giver": not said_by_receiver, **said},
    )  # fmt: skip
    side = "receiver" if said_by_receiver else "giver"
    journal.record(
        "link declared", at=at, actor_id=by.pk if by else None, subject=link, network_id=network.pk, side=side
    )
    return link


@transaction.atomic
def remove_link(
    *, link: DeclaredLink, at: datetime, by: User | None = None, giver: bool = True, receiver: bool = True
) -> None:
    """What this side, or both, no longer say is taken back; the link ends with the last who says it.

    A second time changes nothing.
    """
    journal.record("link removed", at=at, actor_id=by.pk if by else None, subject=link, network_id=link.network_id)
    current = DeclaredLink.objects.select_for_update().filter(pk=link.pk).first()
    if current is None:
        return
    still_giver, still_receiver = current.said_by_giver and not giver, current.said_by_receiver and not receiver
    if not (still_giver or still_receiver):
        current.delete()
        return
    current.said_by_giver, current.said_by_receiver = still_giver, still_receiver
    if not still_giver:
        current.terms = ""
    if not still_receiver:
        current.receiver_terms = ""
    current.save()


def _only_editable(changes: dict[str, Any]) -> None:
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"An organization has no editable {', '.join(sorted(unknown))}")


def _free_slug(name: str) -> str:
    """The name as an address; a number follows when it is taken."""
    base = slug_of(name, 70)
    if not base:
        raise UnableToCreateOrganization(name)
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)
