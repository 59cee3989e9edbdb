"""The words of the demonstration networks: sections, articles with their pictures, portraits, dates."""

from datetime import timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from laplateforme.accounts.models import User
from laplateforme.editorial import actions
from laplateforme.editorial.models import (
    ArticlePage,
    Author,
    EventPage,
    Keyword,
    Picture,
    PortraitPage,
    SectionPage,
    SiteRoot,
)
from laplateforme.network.models import Membership, Network
from laplateforme.places.models import Commune
from laplateforme.portal.demonstration.drawings import drawing
from laplateforme.portal.demonstration.read import Calendar, Row, rows

PORTRAITS = {"la-bonne-anse": "shop", "les-roues-du-mas": "bicycles", "la-halte-des-etangs": "low-house"}
CREDIT = "LaPlateforme"


def load_site(networks: dict[str, Network], people: dict[str, User], calendar: Calendar) -> None:
    at = calendar.now
    roots = {key: actions.open_site(network=network, at=at) for key, network in networks.items()}
    for row in rows("site"):
        root = roots[row["network"]]
        root.intro = row["intro"]
        root.save()
    sections: dict[str, SectionPage] = {}
    for row in rows("section"):
        parent = sections[row["parent"]] if "parent" in row else roots[row["network"]]
        values: Row = {name: row[name] for name in ("title", "intro", "position") if name in row}
        sections[row["key"]] = actions.create_section(parent=parent, values=values, at=at)
    keywords = {row["key"]: load_keyword(row, networks, calendar) for row in rows("keyword")}
    shelf = Shelf(roots, sections, keywords, people, calendar)
    for row in rows("article"):
        load_article(row, shelf)
    for row in rows("event"):
        load_event(row, shelf)
    for row in rows("portrait"):
        load_portrait(row, shelf)


class Shelf:
    """What texts are made with; each picture and each signature once."""

    def __init__(
        self, roots: dict[str, SiteRoot], sections: dict[str, SectionPage], keywords: dict[str, Keyword],
        people: dict[str, User], calendar: Calendar,
    ) -> None:  # fmt: skip
        self.roots, self.sections, self.keywords = roots, sections, keywords
        self.people, self.calendar = people, calendar
        self.pictures: dict[tuple[Any, str], Picture] = {}
        self.authors: dict[str, Author] = {}

    def picture(self, network: Network, name: str, alternative: str) -> Picture:
        root = next(root for root in self.roots.values() if root.network_id == network.pk)
        if (network.pk, name) not in self.pictures:
            self.pictures[network.pk, name] = actions.keep_picture(
                root=root, content=drawing(name), title=alternative[:80], alternative=alternative,
                at=self.calendar.now, credit=CREDIT,
            )  # fmt: skip
        return self.pictures[network.pk, name]

    def signed(self, network: Network, person: str) -> list[Author]:
        """By the organization of whoever wrote: nobody is named in the demonstration."""
        if not person:
            return []
        if person not in self.authors:
            user = self.people[person]
            member = Membership.objects.filter(user=user, network=network).select_related("organization").first()
            self.authors[person] = actions.create_author(
                network=network, name=user.name, user=user, at=self.calendar.now,
                organization=member.organization if member else None,
            )  # fmt: skip
        return [self.authors[person]]


def load_keyword(row: Row, networks: dict[str, Network], calendar: Calendar) -> Keyword:
    group = actions.create_keyword_group(network=networks[row["network"]], name=row["group"], at=calendar.now)
    return actions.create_keyword(group=group, name=row["name"], at=calendar.now)


def block(row: Row) -> tuple[str, Any]:
    """A line of `body` as the blocks want it."""
    if "question" in row:
        return "key_question", row["question"]
    if "figure" in row:
        return "figure", {"number": row["figure"], "meaning": row["meaning"], "source": row.get("source", "")}
    if "quotation" in row:
        return "quotation", {"words": row["quotation"], "who": row.get("who", "")}
    if "table" in row:
        return "table", {"caption": row["table"], "rows": row["rows"]}
    (name,) = row
    return name, row[name]


def load_article(row: Row, shelf: Shelf) -> ArticlePage:
    section = shelf.sections[row.get("section_of") or row["section"]]
    online = shelf.calendar.ago(row["days_ago"])
    values: Row = {name: row[name] for name in ("title", "kind", "standfirst") if name in row}
    values |= {"body": [block(line) for line in row["body"]], **picture_of(row, section, shelf)}
    state = row.get("state", "")
    person = shelf.people.get(row["person"])
    page = actions.write_article(
        section=section, values=values if state else values | {"online_at": online}, at=online, by=person,
        keywords=[shelf.keywords[key] for key in row.get("keywords", ())],
        authors=shelf.signed(section.network, row["person"]),
    )  # fmt: skip
    if state == "proposed" and person is not None:
        actions.propose_article(page=page, at=online, by=person)
    return page if state else actions.publish_article(page=page, at=online, by=person)


def picture_of(row: Row, section: SectionPage, shelf: Shelf) -> dict[str, Any]:
    if not row.get("picture"):
        return {}
    alternative = row["alternative"]
    return {"picture": shelf.picture(section.network, row["picture"], alternative), "picture_alt": alternative}


def load_event(row: Row, shelf: Shelf) -> ArticlePage:
    starts_at = shelf.calendar.moment(row["in_days"], row["hour"])
    values: Row = {name: row[name] for name in ("title", "place", "cost", "standfirst")}
    values |= {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=row["duration_h"]),
        "commune": Commune.objects.get(pk=row["commune"]),
        "body": [block(line) for line in row["body"]],
    }
    page = actions.write_article(
        section=shelf.sections[row["section"]], values=values, at=shelf.calendar.now, model=EventPage
    )
    return actions.publish_article(page=page, at=shelf.calendar.now)


def load_portrait(row: Row, shelf: Shelf) -> ArticlePage:
    section = shelf.sections["recits"]
    now = shelf.calendar.now
    drawn = {"picture": PORTRAITS[row["key"]], "alternative": row["picture_alt"]}
    values: Row = {name: row[name] for name in ("title", "team", "quote", "what_helped")}
    values |= {
        "commune": Commune.objects.get(pk=row["commune"]),
        "standfirst": row["text"].split(". ")[0] + ".",
        "body": [("text", f"<p>{row['text']}</p>")],
        "steps": [("step", step_of(step, shelf.calendar)) for step in row["steps"]],
        "agreed_date": shelf.calendar.day(-30),
        "agreed_by": "L’équipe, en assemblée",
        "online_at": shelf.calendar.ago(20),
        **picture_of(drawn, section, shelf),
    }
    page = actions.write_article(section=section, values=values, at=now, model=PortraitPage, slug=row["key"])
    return actions.publish_article(page=page, at=now)


def step_of(row: Row, calendar: Calendar) -> dict[str, str]:
    year = (calendar.now - relativedelta(months=row["months_ago"])).year
    return {"verb": row["verb"], "label": f"{row['label']} ({year})", "organization": row["organization"]}
