"""Where a project stands, and by which way it came."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.projects.enums import Standing
from laplateforme.projects.models import Milestone, Project, StageInterval
from laplateforme.vocabulary.enums import Stage, Verb


@dataclass(frozen=True)
class Station:
    """One of the five verbs, as the component `short_trajectory` draws it."""

    number: int
    title: str
    note: str
    state: str


@dataclass(frozen=True)
class Line:
    """One line of the path, newest first."""

    day: date
    title: str
    text: str
    back: bool = False
    is_milestone: bool = False


def present_of(project: Project) -> StageInterval | None:
    """The interval that has not ended."""
    return StageInterval.objects.filter(project=project).order_by("-starts_at").first()


def stage_words(interval: StageInterval) -> str:
    """ "étude de faisabilité", "en pause (étude de faisabilité)"."""
    stage = str(Stage(interval.stage).label)
    if interval.standing == Standing.ACTIVE:
        return stage
    return _("%(standing)s (%(stage)s)") % {"standing": Standing(interval.standing).label, "stage": stage}


def wave_of(intervals: list[StageInterval]) -> list[Station]:
    """The five verbs with where the project has been, where it is, and since when. `intervals`: oldest first."""
    here = intervals[-1] if intervals else None
    now = Verb.of(here.stage) if here else None
    been = {Verb.of(one.stage) for one in intervals}
    found = []
    for verb in Verb:
        state = "here" if verb == now else "done" if verb in been else "next"
        note = ""
        if verb == now and here is not None:
            note = _("%(where)s, since %(day)s") % {"where": stage_words(here), "day": in_words(here.starts_at)}
        found.append(Station(verb.number, str(verb.label), note[:1].upper() + note[1:], state))
    return found


def timeline_of(intervals: list[StageInterval], milestones: list[Milestone]) -> list[Line]:
    """Changes of stage and milestones together, newest first. `intervals`: oldest first."""
    order = list(Stage)
    lines = []
    for number, one in enumerate(intervals):
        before = intervals[number - 1] if number else None
        back = before is not None and order.index(Stage(one.stage)) < order.index(Stage(before.stage))
        words = stage_words(one)
        lines.append(Line(_day(one.starts_at), words[:1].upper() + words[1:], one.why, back))
    lines += [
        Line(one.happened_date, f"«\N{NO-BREAK SPACE}{one.words}\N{NO-BREAK SPACE}»", "", is_milestone=True)
        for one in milestones
    ]
    return sorted(lines, key=lambda line: line.day, reverse=True)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
