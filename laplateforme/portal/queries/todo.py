""" "À faire": what waits for somebody, late / this week / for information, one button a line.

Each room tells its own lines; later rooms add theirs to SOURCES.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import in_words
from laplateforme.editorial.queries.texts import proposed_in
from laplateforme.editorial.rules import can_lead
from laplateforme.exchange.enums import BatchStatus
from laplateforme.exchange.models import ImportBatch
from laplateforme.fairs.queries.contacts import aside_in, forgotten_of
from laplateforme.fairs.queries.pages import asked_of, to_decide
from laplateforme.fairs.queries.report import reports_waiting
from laplateforme.fairs.queries.solicited import to_answer
from laplateforme.forum.queries import waiting_count
from laplateforme.forum.rules import can_moderate
from laplateforme.groups.queries.waiting import promises_and_answers
from laplateforme.guidance.queries.requests import requests_waiting
from laplateforme.network.models import Network
from laplateforme.network.queries import open_invitations
from laplateforme.network.rules import is_facilitator
from laplateforme.offers.queries import offers_to_check, own_offers
from laplateforme.offers.queries.words import State
from laplateforme.portal.papers import PAPERS
from laplateforme.portal.queries.kit import kits_ready_since
from laplateforme.portal.queries.papers import papers_ready_since
from laplateforme.projects.queries.lists import copies_to_erase, ending_soon, waiting_for_people
from laplateforme.referrals.queries.waiting import waiting_for

LATE, WEEK, INFORMATION = "late", "week", "information"


@dataclass(frozen=True)
class Task:
    """One line, ready for the component `task_list`."""

    urgency: str
    title: str
    url: str
    text: str = ""
    status: Any = None
    action_url: str = ""
    action_label: str = ""
    is_post: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Todo:
    late: list[Task] = field(default_factory=list)
    week: list[Task] = field(default_factory=list)
    information: list[Task] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.late) + len(self.week)

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.week or self.information)


def requests(user: Any, network: Network, at: datetime) -> list[Task]:
    return [
        Task(row.urgency, row.title, row.url, row.text, row.status, row.action_url, row.action_label)
        for row in requests_waiting(user, network, at)
    ]


def own_checks(user: Any, network: Network, at: datetime) -> list[Task]:
    """Offers of one's own organization that nobody vouched for in time: one click says that nothing has changed."""
    tasks = []
    for group in own_offers(user, at):
        if is_facilitator(user, network):
            break  # the facilitator has the whole list in one line
        for line in group.offers:
            if line.needs_check:
                tasks.append(
                    Task(
                        WEEK,
                        _("Your offer “%(name)s”") % {"name": line.offer.name},
                        line.offer.get_absolute_url(),
                        _("It is shown lower until somebody says that it is right."),
                        line.freshness,
                        reverse("offers:unchanged", args=[line.offer.code]),
                        _("Nothing has changed"),
                        is_post=True,
                    )
                )
    return tasks


def stale_offers(user: Any, network: Network, at: datetime) -> list[Task]:
    if not is_facilitator(user, network):
        return []
    lines = offers_to_check(network, at)
    waiting = [line for line in lines if not line.asked_recently]
    if not waiting:
        return []
    count = len(waiting)
    title = ngettext("%(count)d offer to check", "%(count)d offers to check", count) % {"count": count}
    stale = sum(line.is_stale for line in waiting)
    text = ngettext(
        "%(count)d has not been checked for a long time.", "%(count)d have not been checked for a long time.", stale
    ) % {"count": stale}
    address = reverse("offers:to_check")
    return [Task(WEEK, title, address, text, State("wait", _("To chase"), "clock"), address, _("Chase"))]


def imports(user: Any, network: Network, at: datetime) -> list[Task]:
    """Files previewed and not yet confirmed."""
    batches = ImportBatch.objects.visible_to(user).filter(status=BatchStatus.PREVIEW, source__network=network)
    return [
        Task(
            WEEK,
            _("Import “%(name)s” to confirm") % {"name": batch.file_name},
            batch.get_absolute_url(),
            _("Nothing is written until you confirm."),
            State("wait", _("Previewed on %(day)s") % {"day": in_words(batch.created_at)}, "half"),
            batch.get_absolute_url(),
            _("See the preview"),
        )
        for batch in batches.order_by("created_at")[:20]
    ]


def invitations(user: Any, network: Network, at: datetime) -> list[Task]:
    if not is_facilitator(user, network):
        return []
    found = open_invitations(network, at)
    if not found:
        return []
    count = len(found)
    title = ngettext("%(count)d invitation waits", "%(count)d invitations wait", count) % {"count": count}
    first = min(invitation.expires_at for invitation in found)
    text = _("The first one ends on %(day)s.") % {"day": in_words(first)}
    address = reverse("network:members")
    return [Task(INFORMATION, title, address, text, State("info", _("Sent"), "mail"), address, _("See"))]


def messages_to_read(user: Any, network: Network, at: datetime) -> list[Task]:
    """First messages of new people, and messages that readers reported."""
    if not can_moderate(user, network):
        return []
    count = waiting_count(network)
    if not count:
        return []
    title = ngettext("%(count)d message to read", "%(count)d messages to read", count) % {"count": count}
    address = reverse("forum:moderation")
    text = _("They are shown once somebody has read them.")
    return [Task(WEEK, title, address, text, State("wait", _("To read"), "speech"), address, _("Review"))]


def files(user: Any, network: Network, at: datetime) -> list[Task]:
    """Copies to erase, agreements that end soon, people who have not answered. No name: the file is one click away."""
    tasks = []
    if count := len(copies_to_erase(user, network)):
        address = reverse("projects:copies")
        title = ngettext("Copies of %(count)d file to erase", "Copies of %(count)d files to erase", count)
        text = _("A person no longer shares their file with your organization.")
        status = State("wait", _("To erase"), "clock")
        tasks.append(Task(WEEK, title % {"count": count}, address, text, status, address, _("See")))
    for one in ending_soon(user, network, at)[:20]:
        title = _("An agreement with %(receiver)s ends soon") % {"receiver": one.receiver.called}
        text = _("It ends on %(day)s. Ask the person whether it should go on.") % {"day": in_words(one.ends_at)}
        address = one.project.get_absolute_url()
        tasks.append(Task(WEEK, title, address, text, State("wait", _("To renew"), "clock"), address, _("See")))
    for one in waiting_for_people(user, network, at)[:20]:
        title = _("A person has not confirmed yet: %(receiver)s") % {"receiver": one.receiver.called}
        text = _("Asked on %(day)s. Without an answer, nobody else reads the file.") % {"day": in_words(one.starts_at)}
        address = one.project.get_absolute_url()
        tasks.append(Task(INFORMATION, title, address, text, State("info", _("Waits"), "clock"), address, _("See")))
    return tasks


def hand_overs(user: Any, network: Network, at: datetime) -> list[Task]:
    """Hand-overs to answer, questions, refusals that look for another way, places that somebody asks about."""
    return [
        Task(line.urgency, line.title, line.url, line.text, line.status, line.action_url or line.url, line.action_label)
        for line in waiting_for(user, network, at)
    ]


def texts_to_read(user: Any, network: Network, at: datetime) -> list[Task]:
    """Texts that writers propose."""
    if not can_lead(user, network):
        return []
    keys = proposed_in(network)
    if not keys:
        return []
    title = ngettext("%(count)d text to read", "%(count)d texts to read", len(keys)) % {"count": len(keys)}
    address = reverse("editorial:text", args=[keys[0]]) if len(keys) == 1 else reverse("editorial:writers")
    text = _("It goes online once a facilitator has agreed.")
    return [Task(WEEK, title, address, text, State("wait", _("Proposed"), "clock"), address, _("Review"))]


def working_groups(user: Any, network: Network, at: datetime) -> list[Task]:
    """Dates to say something to, minutes to read, newcomers, what one said one would do, meetings of the week."""
    return [
        Task(
            line.urgency, line.title, line.url, line.text, State(line.kind, line.words, line.shape), line.action_url,
            line.action_label, is_post=line.is_post,
        )
        for line in promises_and_answers(user, network, at)
    ]  # fmt: skip


def duties_asked(user: Any, network: Network, at: datetime) -> list[Task]:
    """Slots that somebody was asked to take: they say yes or no."""
    status = State("wait", _("Waits for your answer"), "half")
    return [
        Task(WEEK, _("Do you come to “%(title)s”?") % {"title": one.title}, one.url, one.text, status, one.url,
             _("Answer"))
        for one in asked_of(user, network, at)
    ]  # fmt: skip


def occasions_to_decide(user: Any, network: Network, at: datetime) -> list[Task]:
    """Fairs and meetings that somebody proposed; third parties who asked and have no answer."""
    if not is_facilitator(user, network):
        return []
    status, waits = State("wait", _("To decide"), "half"), State("wait", _("Waits for your answer"), "half")
    return [
        *(
            Task(WEEK, _("Do we go to “%(title)s”?") % {"title": one.title}, one.url, one.text, status, one.url,
                 _("Read"))
            for one in to_decide(network, at)
        ),
        *(
            Task(WEEK, _("%(body)s asked us to come") % {"body": one.title}, one.url, one.text, waits, one.url,
                 _("Answer"))
            for one in to_answer(network)
        ),
    ]  # fmt: skip


def fair_contacts(user: Any, network: Network, at: datetime) -> list[Task]:
    """People met at a fair whom nobody follows yet, and envelopes that a stand could not open."""
    status = State("wait", _("Without a next step"), "half")
    tasks = [
        Task(LATE if one.is_late else WEEK, one.title, one.url, one.text, status, one.url, _("Read"))
        for one in forgotten_of(user, network, at)
    ]
    if is_facilitator(user, network):
        aside = State("no", _("Kept aside"), "triangle")
        tasks += [Task(WEEK, one.title, one.url, one.text, aside, one.url, _("Read")) for one in aside_in(network)]
    return tasks


def fair_reports(user: Any, network: Network, at: datetime) -> list[Task]:
    """Three questions to whoever stood there; words to read again and questions to write, for those who lead."""
    status = State("wait", _("For the report"), "half")
    return [
        Task(WEEK, one.title, one.url, one.text, status, one.url, _("Answer"))
        for one in reports_waiting(user, network, at, leads=is_facilitator(user, network))
    ]


def papers(user: Any, network: Network, at: datetime) -> list[Task]:
    """Papers and kits made since yesterday."""
    tasks = []
    for job in kits_ready_since(user, network, at - timedelta(days=1)):
        page, file = (reverse(f"portal:{name}", args=[job.pk]) for name in ("kit_job", "kit_file"))
        state = State("ok", _("Ready"))
        tasks.append(Task(INFORMATION, _("Your kit is ready"), page, job.file_name, state, file, _("Download")))
    for job in papers_ready_since(user, network, at - timedelta(days=1)):
        page, file = (reverse(f"portal:{name}", args=[job.pk]) for name in ("paper_job", "paper_file"))
        title, status = str(PAPERS[job.kind].ready), State("ok", _("Ready"))
        tasks.append(Task(INFORMATION, title, page, job.file_name, status, file, _("Download")))
    return tasks


SOURCES: tuple[Callable[[Any, Network, datetime], list[Task]], ...] = (
    requests,
    hand_overs,
    own_checks,
    stale_offers,
    imports,
    invitations,
    messages_to_read,
    files,
    texts_to_read,
    working_groups,
    duties_asked,
    occasions_to_decide,
    fair_contacts,
    fair_reports,
    papers,
)


def todo_of(user: Any, network: Network | None, at: datetime) -> Todo:
    """All that waits for `user` in `network`, in a constant number of queries."""
    tasks = [task for source in SOURCES for task in source(user, network, at)] if network else []
    lists: dict[str, list[Task]] = {LATE: [], WEEK: [], INFORMATION: []}
    for task in tasks:
        lists[task.urgency].append(task)
    for first in (LATE, WEEK):
        if lists[first]:  # one filled button on the page: what to begin with
            lists[first][0] = replace(lists[first][0], chosen=True)
            break
    return Todo(lists[LATE], lists[WEEK], lists[INFORMATION])
