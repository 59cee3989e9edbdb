"""Every reading of a person's file, from the journal: the latest, all of them page by page, and the last of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from laplateforme.core.ids import uuid_or_none
from laplateforme.core.models import JournalEntry
from laplateforme.network.models import Organization
from laplateforme.projects.models import Holder
from laplateforme.projects.queries.wording import bundle_words

READ = "file read"
FIRST_NAME = "first_name"  # read while a spoken agreement waits, and on the page of a hand-over
LATEST, PER_PAGE = 10, 50
READER = "details__organization"


@dataclass(frozen=True)
class Reading:
    """One reading of the file by an organization."""

    at: datetime
    organization: str
    words: str
    is_keeper: bool
    is_former_lead: bool = False

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Reader:
    """One organization that has read the file."""

    key: str
    name: str
    count: int
    last_at: datetime


@dataclass(frozen=True)
class Readings:
    """One page of the readings, under their days."""

    days: list[tuple[date, list[Reading]]]
    chips: list[dict[str, object]]
    page: Page[JournalEntry]
    count: int  # of all, whoever is chosen


def entries_of(holder: Holder, joined: Iterable[Holder]) -> QuerySet[JournalEntry]:
    """The lines of the journal about this person, under every file that was `joined` with theirs; newest first."""
    people = [str(one.pk) for one in (holder, *joined)]
    rows = JournalEntry.objects.filter(subject_kind=Holder._meta.label_lower, subject_id__in=people, verb=READ)
    return rows.order_by("-at", "-pk")


def readers_of(entries: QuerySet[JournalEntry]) -> list[Reader]:
    """Who read, how often, when last: the one who read last comes first. Two queries."""
    counted = entries.order_by().values_list(READER).annotate(count=Count("pk"), last_at=Max("at"))
    found = sorted(counted, key=lambda row: row[2], reverse=True)
    names = _names(key for key, _count, _last in found)
    return [Reader(str(key), _called(names, key), count, last) for key, count, last in found]


def readings_of(entries: Iterable[JournalEntry], readers: Sequence[Reader], holder: Holder) -> list[Reading]:
    """These lines in words."""
    names = {one.key: one.name for one in readers}
    return [_reading(one, names, str(holder.organization_id)) for one in entries]


def readings_page(holder: Holder, chosen: str, number: str) -> Readings:
    """One page of the readings of `holder`, by anybody or by the organization that is chosen. Constant in queries."""
    entries = entries_of(holder, holder.merged.all())
    readers = readers_of(entries)
    chosen = chosen if chosen in {one.key for one in readers} else ""
    shown = entries.filter(**{READER: chosen}) if chosen else entries
    page = Paginator(shown, PER_PAGE).get_page(number)
    rows = readings_of(page.object_list, readers, holder)
    days = [(day, list(them)) for day, them in groupby(rows, key=lambda one: one.day)]
    return Readings(days, [_chip(one, chosen) for one in readers], page, sum(one.count for one in readers))


def _names(keys: Iterable[object]) -> dict[str, str]:
    known = {key for one in keys if (key := uuid_or_none(str(one)))}
    return {str(pk): name for pk, name in Organization.objects.filter(pk__in=known).values_list("pk", "name")}


def _called(names: dict[str, str], key: object) -> str:
    return names.get(str(key)) or _("an organization that is no longer here")


def _chip(reader: Reader, chosen: str) -> dict[str, object]:
    is_chosen = reader.key == chosen
    url = "?" if is_chosen else f"?{urlencode({'structure': reader.key})}"
    return {"label": reader.name, "url": url, "chosen": is_chosen, "count": reader.count}


def _reading(entry: JournalEntry, names: dict[str, str], keeper: str) -> Reading:
    key, bundles = str(entry.details.get("organization")), entry.details.get("bundles", [])
    words = _("your first name and your need") if bundles == [FIRST_NAME] else bundle_words(bundles)
    return Reading(entry.at, _called(names, key), words, key == keeper, bool(entry.details.get("former_lead")))
