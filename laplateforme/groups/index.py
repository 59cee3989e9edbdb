"""Working groups with a public page and what they decided in published minutes, as the search finds them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.search import Document, note_changes
from laplateforme.groups.enums import MinutesStatus
from laplateforme.groups.models import Decision, WorkingGroup
from laplateforme.groups.queries.minutes import masker, people_of
from laplateforme.groups.queries.words import when_words

KIND = "working_group"
DECISION = "decision"


def group_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Groups whose page anybody reads, of published networks; those that ended too: their minutes stay."""
    groups = WorkingGroup.objects.filter(is_public=True, network__is_published=True).select_related("network")
    if keys is not None:
        groups = groups.filter(pk__in=keys)
    for group in groups.order_by("pk").iterator(chunk_size=200):
        yield Document(
            kind=KIND,
            key=str(group.pk),
            networks=(str(group.network_id),),
            texts={"title": group.name, "body": f"{group.purpose}\n{group.objectives}"},
            payload={"title": group.name, "place": f"/groupes/{group.slug}/", "note": group.purpose[:160]},
        )


def decision_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """What public groups decided in minutes that anybody reads, without the names of people."""
    decisions = Decision.objects.filter(
        meeting__minutes__status=MinutesStatus.PUBLISHED, group__is_public=True, group__network__is_published=True
    )
    if keys is not None:
        decisions = decisions.filter(pk__in=keys)
    rows = decisions.select_related("meeting__group", "group").order_by("meeting_id", "created_at", "pk")
    for meeting, made in groupby(rows.iterator(chunk_size=200), lambda row: row.meeting):
        assert meeting is not None
        with translation.override("fr"):
            say = masker(meeting, people_of(meeting))
            note = _("Decision, %(group)s, %(day)s") % {"group": meeting.group.name, "day": when_words(meeting)}
        for one in made:
            yield Document(
                kind=DECISION,
                key=str(one.pk),
                networks=(str(one.group.network_id),),
                texts={"title": say(one.text), "labels": one.group.name},
                payload={"title": say(one.text), "place": f"/reunions/{meeting.code}/compte-rendu/", "note": note},
            )


def note_decisions(**of: Any) -> None:
    """The search reads again the decisions of a group or of a meeting: they were published, hidden, or said anew."""
    note_changes(DECISION, list(Decision.objects.filter(**of).values_list("pk", flat=True)))
