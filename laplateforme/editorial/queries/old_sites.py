"""Old sites that were given on a page: their preview, their state, their report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial.models import OldImport
from laplateforme.editorial.queries.old_report import EFFECTS, KINDS, TAGS
from laplateforme.network.models import Network

KIND, UNDO = "spip", "spip-undo"
PREVIEW, RUNNING, DONE = "preview", "running", "done"
MOST_JOBS, PER_PAGE = 20, 50


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class ReportLine:
    """One thing of the old site that is not simply kept."""

    kind: str
    number: int
    label: str
    tag: str
    words: str
    why: list[str]


@dataclass(frozen=True)
class OldSiteSheet:
    """The page of an old site: where it stands, how many things of each kind, line by line what to know."""

    job: BackgroundJob
    tag: str
    state: str
    is_waiting: bool
    may_confirm: bool
    may_discard: bool
    is_done: bool
    changes_nothing: bool
    missing: int
    rows: list[tuple[str, str]]
    chips: list[Chip]
    page: "Page[Any]"
    lines: list[ReportLine]


def old_sites_of(network: Network) -> "QuerySet[BackgroundJob]":
    """Those given in a network, the last ones first."""
    return BackgroundJob.objects.filter(kind=KIND, network_id=network.pk).order_by("-created_at")


def undo_job_of(brought: OldImport) -> BackgroundJob | None:
    """The last work that was asked for to take an import back."""
    jobs = BackgroundJob.objects.filter(kind=UNDO, network_id=brought.network_id, parameters__brought=str(brought.pk))
    return jobs.order_by("-created_at").first()


def state_of(job: BackgroundJob) -> tuple[str, str]:
    """(tag, words) for the component `status_tag`."""
    phase = job.parameters.get("phase")
    if job.status == JobStatus.FAILED:
        return "no", _("Could not be done")
    if job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        return "wait", _("Being brought over") if phase == RUNNING else _("Being read")
    return ("ok", _("Brought over")) if phase == DONE else ("info", _("Preview: nothing is written"))


def old_site_lines(network: Network) -> list[tuple[BackgroundJob, str, str]]:
    """The last ones with their state. One query."""
    return [(job, *state_of(job)) for job in old_sites_of(network)[:MOST_JOBS]]


def sheet_of(job: BackgroundJob, effect: str, number: str) -> OldSiteSheet:
    """Reads the report that the worker has left on the job: no query."""
    report: Mapping[str, Any] = job.parameters.get("report", {})
    tag, state = state_of(job)
    phase = job.parameters.get("phase")
    is_waiting = job.status in {JobStatus.WAITING, JobStatus.RUNNING}
    told = [line for line in report.get("lines", []) if line["effect"] in EFFECTS and line["kind"] in KINDS]
    chosen = effect if effect in EFFECTS else ""
    page = Paginator([line for line in told if not chosen or line["effect"] == chosen], PER_PAGE).get_page(number)
    page.query = urlencode({"effet": chosen}) if chosen else ""  # type: ignore[attr-defined]
    nothing = bool(report.get("changes_nothing"))
    return OldSiteSheet(
        job=job, tag=tag, state=state, is_waiting=is_waiting,
        may_confirm=bool(job.file) and not is_waiting and bool(report) and phase != DONE and not nothing,
        may_discard=not (is_waiting and phase == RUNNING),
        is_done=phase == DONE and not is_waiting, changes_nothing=nothing,
        missing=int(report.get("missing", 0)), rows=_rows(report), chips=_chips(told, chosen), page=page,
        lines=[_line(line) for line in page.object_list],
    )  # fmt: skip


def _rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """ "Articles", "39 brought over, 2 left"."""
    rows = []
    for kind, words in KINDS.items():
        said = [f"{count} {effect}" for key, effect in EFFECTS.items() if (count := report.get(key, {}).get(kind))]
        if said:
            rows.append((str(words).capitalize(), " · ".join(said)))
    return rows


def _chips(told: list[Any], chosen: str) -> list[Chip]:
    chips = []
    for effect, words in EFFECTS.items():
        if count := sum(line["effect"] == effect for line in told):
            url = "?" if effect == chosen else f"?{urlencode({'effet': effect})}"
            chips.append(Chip(str(words).capitalize(), url, effect == chosen, count))
    return chips


def _line(line: Mapping[str, Any]) -> ReportLine:
    effect = line["effect"]
    return ReportLine(
        str(KINDS[line["kind"]]).capitalize(), line["number"], line["label"], TAGS[effect],
        str(EFFECTS[effect]).capitalize(), list(line["why"]),
    )  # fmt: skip
