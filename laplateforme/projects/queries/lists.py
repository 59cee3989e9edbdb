"""Lists of files for advisers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from laplateforme.accounts.models import User
from laplateforme.network.models import Membership, Network
from laplateforme.projects.enums import Light, Standing
from laplateforme.projects.models import Consent, Holder, Need, Project, StageInterval
from laplateforme.projects.models.consent import readable_by
from laplateforme.projects.models.desks import KEEPERS, bodies_of
from laplateforme.vocabulary.enums import Stage, Theme

MOST = 200
NAMES = ("first_name", "last_name")
SHOWN = ("name", "lead_adviser_id", "last_activity_at")


@dataclass(frozen=True)
class Row:
    """One file in a list. No means of contact."""

    project: Project
    title: str
    people: str
    stage: str
    standing: str
    needs: str
    is_mine: bool
    organization: str = ""
    is_masked: bool = False


@dataclass(frozen=True)
class Lists:
    mine: list[Row]
    colleagues: list[Row]
    shared: list[Row]
    ended: list[Row]


def lists_of(user: Any, network: Network, at: datetime) -> Lists:
    """One's own files, those of one's organization, those shared with it; ended ones apart. Constant in queries."""
    projects = list(_with_stage(Project.objects.of_network(network).kept_by(user)).order_by("-last_activity_at")[:MOST])
    consents = list(readable_by(user, at).filter(project__network=network).select_related("holder", "sender"))
    by_project: dict[Any, list[Consent]] = {}
    for one in consents:
        by_project.setdefault(one.project_id, []).append(one)
    shared = list(_with_stage(Project.objects.filter(pk__in=by_project)).order_by("-last_activity_at")[:MOST])
    names, needs = _people([*projects, *shared]), _needs([*projects, *shared])
    rows = [_row(one, names.get(one.pk, []), needs.get(one.pk, []), user) for one in projects]
    return Lists(
        mine=[row for row in rows if row.is_mine and row.standing != Standing.ENDED],
        colleagues=[row for row in rows if not row.is_mine and row.standing != Standing.ENDED],
        shared=[_shared_row(one, by_project[one.pk], needs.get(one.pk, []), at) for one in shared],
        ended=[row for row in rows if row.standing == Standing.ENDED],
    )


def _with_stage(projects: QuerySet[Project]) -> QuerySet[Project]:
    last = StageInterval.objects.filter(project=OuterRef("pk")).order_by("-starts_at")
    return projects.only(*SHOWN).annotate(
        stage=Subquery(last.values("stage")[:1]), standing=Subquery(last.values("standing")[:1])
    )


def _people(projects: list[Project]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    rows = Holder.objects.known().filter(projects__in=[one.pk for one in projects]).order_by("created_at")
    for project, first, last in rows.annotate(of_project=F("projects")).values_list("of_project", *NAMES):
        found.setdefault(project, []).append(f"{first} {last}".strip())
    return found


def _needs(projects: list[Project]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    rows = Need.objects.filter(project__in=[one.pk for one in projects], met_at__isnull=True).order_by("noted_at")
    for project, theme in rows.values_list("project_id", "theme"):
        found.setdefault(project, []).append(str(Theme(theme).label))
    return found


def _stage(project: Any) -> str:
    return str(Stage(project.stage).label) if project.stage else ""


def _row(project: Any, people: list[str], needs: list[str], user: Any) -> Row:
    names = ", ".join(people)
    return Row(
        project, project.name or names, names if project.name else "", _stage(project), project.standing or "",
        ", ".join(needs), project.lead_adviser_id == user.pk,
    )  # fmt: skip


def _shared_row(project: Any, consents: list[Consent], needs: list[str], at: datetime) -> Row:
    """First names only in a list: opening the sheet is what is recorded."""
    names = ", ".join(sorted({one.holder.first_name for one in consents}))
    opened = any(one.light(at) == Light.OPEN and "project" in one.bundles for one in consents)
    masked = all(one.light(at) == Light.MASKED for one in consents)
    return Row(
        project, names, "", _stage(project) if opened else "", project.standing if opened else "", ", ".join(needs),
        False, consents[0].sender.name, masked,
    )  # fmt: skip


def keepers_of(project: Project) -> QuerySet[User]:
    """Who keeps files in the organization that keeps this one, by name."""
    desks = Membership.objects.active().filter(
        network=project.network_id, organization=project.organization_id, role__in=KEEPERS
    )
    return User.objects.filter(pk__in=desks.values("user")).order_by("name", "email")


def copies_to_erase(user: Any, network: Network) -> QuerySet[Consent]:
    """Agreements withdrawn, or erased with the person, of which the receiver has not said that nothing is left."""
    desks = bodies_of(user, network)
    ended = Consent.objects.filter(project__network=network, receiver__in=desks, copies_erased_at__isnull=True)
    return ended.filter(closing__in=["withdrawn", "erased"]).select_related("sender", "receiver").order_by("closed_at")


def ending_soon(user: Any, network: Network, at: datetime) -> QuerySet[Consent]:
    """Agreements taken by one's organization that end within a month."""
    desks = bodies_of(user, network)
    soon = at + timedelta(days=settings.LP_CONSENT_ENDS_SOON_DAYS)
    rows = Consent.objects.live(at).filter(project__network=network, sender__in=desks, confirmed_at__isnull=False)
    return rows.filter(ends_at__lte=soon).select_related("project", "receiver").order_by("ends_at")


def waiting_for_people(user: Any, network: Network, at: datetime) -> QuerySet[Consent]:
    """Agreements that wait for the person to say yes, taken by one's organization, before they lapse."""
    desks = bodies_of(user, network)
    fresh = at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS)
    rows = Consent.objects.standing().filter(project__network=network, sender__in=desks, confirmed_at__isnull=True)
    return rows.filter(Q(starts_at__gt=fresh)).select_related("project", "receiver").order_by("starts_at")


def shares_of(project: Project, at: datetime) -> list[tuple[Consent, Light]]:
    """Agreements about a project that give something to read or wait for the person, with what they are worth."""
    rows = Consent.objects.standing().filter(project=project, ends_at__gt=at)
    found = [(one, one.light(at)) for one in rows.select_related("holder", "receiver").order_by("starts_at")]
    return [(one, light) for one, light in found if light != Light.DARK]
