"""What closing an account would do, in words, and what must be handed on first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from laplateforme.accounts.models import User
from laplateforme.core.owners import going_rows, models_about_accounts, staying_rows
from laplateforme.network.models import Membership, Network
from laplateforme.network.queries import networks_led_alone
from laplateforme.network.rules import PROFESSIONALS
from laplateforme.offers.models import Offer
from laplateforme.projects.emails import address_in
from laplateforme.projects.models import Holder
from laplateforme.projects.queries.leading import LedFiles, files_led_by

PROPOSED = 5


@dataclass(frozen=True)
class LedNetwork:
    """A network that nobody else may change; who could be asked, and where they are invited."""

    network: Network
    people: list[str]
    invite_url: str


@dataclass(frozen=True)
class Obstacles:
    """Why an account cannot be closed yet. Each has its way out."""

    networks: list[LedNetwork]
    files: list[LedFiles]
    is_last_superuser: bool

    def __bool__(self) -> bool:
        return bool(self.networks or self.files or self.is_last_superuser)


@dataclass(frozen=True)
class Count:
    """So many of a thing."""

    thing: str
    count: int


@dataclass(frozen=True)
class Leaving:
    """What goes, what is signed "a member who left" from then on, what to look at before."""

    going: list[Count]
    staying: list[Count]
    offers: list[Offer]
    has_file: bool


def obstacles_of(user: User) -> Obstacles:
    others = User.objects.filter(is_active=True, is_superuser=True).exclude(pk=user.pk)
    return Obstacles(
        networks=[_led(network, user) for network in networks_led_alone(user)],
        files=files_led_by(user),
        is_last_superuser=user.is_superuser and not others.exists(),
    )


def _led(network: Network, user: User) -> LedNetwork:
    others = Membership.objects.active().filter(network=network, role__in=PROFESSIONALS).exclude(user_id=user.pk)
    people = User.objects.filter(pk__in=others.values("user")).order_by("name", "email")[:PROPOSED]
    return LedNetwork(network, [str(one) for one in people], address_in(network, reverse("network:invite")))


def leaving_of(user: User) -> Leaving:
    """Counted by what the models declare (core.owners): a new kind of row is told without being named here."""
    return Leaving(
        going=_counts(user, going_rows),
        staying=_counts(user, staying_rows),
        offers=list(Offer.objects.filter(contact_email__iexact=user.email).order_by("name")[:20]),
        has_file=Holder.objects.known().filter(user_id=user.pk).exists(),
    )


Rows = Callable[[type[models.Model], Any], Iterable["models.QuerySet[Any]"]]


def _counts(user: User, rows_of: Rows) -> list[Count]:
    counts = []
    for model in models_about_accounts():
        if model._meta.label == "core.JournalEntry":  # told apart, with the reason
            continue
        keys = {key for rows in rows_of(model, user) for key in rows.values_list("pk", flat=True)}
        if keys:
            words = model._meta.verbose_name if len(keys) == 1 else model._meta.verbose_name_plural
            counts.append(Count(str(words), len(keys)))
    return sorted(counts, key=lambda one: one.thing)
