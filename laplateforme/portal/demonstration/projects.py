"""People with projects of the demonstration, by the actions that advisers and people use, on the days of the story."""

from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from laplateforme.accounts.models import User
from laplateforme.core.print.pdf import compile_pdf
from laplateforme.network.models import Organization
from laplateforme.places.models import Commune
from laplateforme.portal.demonstration.read import Calendar, Row, rows
from laplateforme.projects import actions
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries import sheet_for

BUDGET = Path(__file__).with_name("budget.typ")


def load_projects(organizations: dict[str, Organization], people: dict[str, User], calendar: Calendar) -> None:
    for row in rows("project"):
        load_project(row, organizations, people, calendar)


def person_of(values: list[str], user: User | None = None, commune: Commune | None = None) -> actions.PersonValues:
    first, last, email, phone = values
    return actions.PersonValues(first, last, email, phone, commune, user)


def load_project(
    row: Row, organizations: dict[str, Organization], people: dict[str, User],
    calendar: Calendar,
) -> None:  # fmt: skip
    adviser, organization = people[row["adviser"]], organizations[row["organization"]]
    network = desks_of(adviser).get(organization=organization).network
    commune = Commune.objects.get(pk=row["commune"])
    (opened, stage, _standing, _why), *moves = row["path"]
    project = actions.open_file(
        network=network, organization=organization, by=adviser, at=calendar.ago(opened), stage=stage,
        person=person_of(row["person"], people.get(row.get("account", "")), commune),
        project=actions.ProjectValues(name=row["name"], summary=row["summary"], commune=commune),
    )  # fmt: skip
    holder = project.holders.get()
    for values in row.get("others", []):
        actions.add_holder(project=project, person=person_of(values), at=calendar.ago(opened), by=adviser)
    for days, stage, standing, why in moves:
        actions.move_project(
            project=project, stage=stage, standing=standing, why=why, at=calendar.ago(days), by=adviser
        )
    for theme, words in row["needs"]:
        need = actions.note_need(project=project, theme=theme, words=words, at=calendar.ago(opened))
        if theme in row.get("met", []):
            actions.meet_need(need=need, at=calendar.ago(moves[-1][0] if moves else opened))
    for days, text in row["notes"]:
        actions.note_interview(
            project=project, organization=organization, text=text, by=adviser, at=calendar.ago(days)
        )  # fmt: skip
    for days, words in row["milestones"]:
        moment = calendar.ago(days)
        actions.add_milestone(project=project, words=words, day=moment.date(), by=adviser, at=moment)
    if "budget" in row:
        load_budget(row["budget"], project, adviser, calendar)
    for share in row["shares"]:
        load_share(share, project, holder, adviser, organizations, calendar)


def load_budget(row: Row, project: Project, adviser: User, calendar: Calendar) -> None:
    """The first figures of a project, a page printed as the other papers are and joined to the file."""
    at = calendar.ago(row["days_ago"])
    values = {
        **{name: row[name] for name in ("title", "introduction", "conclusion", "foot")},
        "project": project.name,
        "organization": project.organization.name,
        "parts": [budget_part("Ce qui sort", row["spent"]), budget_part("Ce qui rentre", row["received"])],
    }
    file = ContentFile(compile_pdf(BUDGET, values, at=at), name=f"{row['title']}.pdf")
    actions.add_document(project=project, title=row["title"], file=file, by=adviser, at=at)


def budget_part(title: str, lines: list[tuple[str, int]]) -> Row:
    total = sum(amount for _words, amount in lines)
    return {
        "title": title,
        "columns": ["Poste", "Montant"],
        "lines": [[words, euros(amount)] for words, amount in lines],
        "total": ["Total", euros(total)],
    }


def euros(amount: int) -> str:
    return f"{amount:,} €".replace(",", " ")


def load_share(
    share: Row, project: Project, holder: Holder, adviser: User, organizations: dict[str, Organization],
    calendar: Calendar,
) -> None:  # fmt: skip
    """An agreement, confirmed, read and withdrawn on its days."""
    receiver = organizations[share["receiver"]]
    given = actions.Given(receiver, share["bundles"], share["purpose"], share["channel"], share.get("days", 365))
    consent = actions.take_consent(
        holder=holder, project=project, given=given, by=adviser, at=calendar.ago(share["days_ago"])
    )
    if "confirmed_days_ago" in share:
        consent = actions.confirm_consent(consent=consent, at=calendar.ago(share["confirmed_days_ago"]))
    for days in share.get("read_days_ago", []):
        moment = calendar.ago(days) + timedelta(hours=1)
        desk = receiver.memberships.filter(
            network=project.network, role__in=("ADVISER", "ORGANIZATION_MANAGER")
        ).first()
        sheet = sheet_for(project, desk.user, moment) if desk else None
        if desk and sheet:
            actions.record_reading(sheet=sheet, by=desk.user, at=moment)
    if "withdrawn_days_ago" in share:
        actions.withdraw_consent(consent=consent, at=calendar.ago(share["withdrawn_days_ago"]))
