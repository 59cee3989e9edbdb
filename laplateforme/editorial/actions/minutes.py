"""Minutes that a group publishes become an article of its section; taken off, the article goes with them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core.dates import in_words
from laplateforme.core.text import clean_text
from laplateforme.editorial.actions.article import (
    UnableToMoveText,
    create_section,
    publish_article,
    revise_article,
    withdraw_article,
    write_article,
)
from laplateforme.editorial.actions.words import create_keyword, create_keyword_group
from laplateforme.editorial.enums import ArticleKind
from laplateforme.editorial.models import ArticlePage, Keyword, SectionPage, SiteRoot
from laplateforme.editorial.queries.plain import blocks_of
from laplateforme.groups.enums import MinutesStatus
from laplateforme.groups.models import Minutes, WorkingGroup
from laplateforme.groups.queries.minutes import PublicMinutes, public_minutes

MOST_KEYWORDS = 12


@transaction.atomic
def publish_minutes(minutes: Minutes, at: datetime, by: User | None) -> str:
    """Writes the article, or a new version of it, and puts it online.

    Its path; empty where there is no site, or the group is private.
    """
    group = minutes.meeting.group
    root = SiteRoot.objects.filter(network=group.network_id).select_related("network").first()
    if root is None or not group.is_public:
        return ""
    with translation.override("fr"):
        return _published(minutes, root, at, by)


def _published(minutes: Minutes, root: SiteRoot, at: datetime, by: User | None) -> str:
    group, said = minutes.meeting.group, public_minutes(minutes)
    values: dict[str, Any] = {
        "title": f"{group.name} : {said.title}"[:255],
        "kind": ArticleKind.MINUTES,
        "standfirst": clean_text(" ".join(part for part in (said.when, said.where) if part))[:500],
        "body": body_of(said),
        "origin": origin_of(minutes),
    }
    words = _keywords(said, root, at)
    page = _article(minutes)
    if page is None:
        page = write_article(section=_section(group, root, at, by), values=values, at=at, by=by, keywords=words)
    else:
        body = page._meta.get_field("body").stream_block.to_python(  # type: ignore[union-attr]
            [{"type": kind, "value": value} for kind, value in values["body"]]
        )
        revise_article(page=page, values={**values, "body": body}, at=at, by=by, keywords=words)
    page = publish_article(page=page, at=at, by=by)
    return f"/ressources/{page.inner_path}"


@transaction.atomic
def withdraw_minutes(minutes: Minutes, at: datetime, by: User | None) -> str:
    """Takes the article off the site; its writers keep it."""
    page = _article(minutes)
    if page is not None and page.live and by is not None:
        withdraw_article(page=page, at=at, by=by)
    return ""


@transaction.atomic
def news_from_minutes(*, minutes: Minutes, at: datetime, by: User) -> ArticlePage:
    """A draft of a news item from published minutes, in the section of their group; the second time, the same one.

    It names organizations only, and leads to the minutes. Raises UnableToMoveText where nothing is published.
    """
    locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group__network")
    minutes = locked.get(pk=minutes.pk)
    root = SiteRoot.objects.filter(network=minutes.meeting.group.network_id).select_related("network").first()
    if root is None or minutes.status != MinutesStatus.PUBLISHED or not minutes.place:
        raise UnableToMoveText(minutes.status)
    origin = f"news:{minutes.pk}"
    known: ArticlePage | None = ArticlePage.objects.filter(origin=origin).first()
    if known is not None:
        return known
    with translation.override("fr"):
        group, said = minutes.meeting.group, public_minutes(minutes)
        values = {
            "title": _("%(group)s: what was said on %(day)s")
            % {"group": group.name[:160], "day": in_words(said.day) if said.day else said.when},
            "kind": ArticleKind.NEWS,
            "standfirst": clean_text(said.present or said.past)[:500],
            "body": blocks_of(news_text(said, f"{root.network.base_address()}{minutes.place}")),
            "origin": origin,
        }
        section = _section(group, root, at, by)
        return write_article(section=section, values=values, at=at, by=by, keywords=_keywords(said, root, at))


def news_text(said: PublicMinutes, address: str) -> str:
    """Words that a writer changes in a plain field."""
    promises = [one for item in said.items for one in item.promises]
    decisions = [f"- {one.text}" for one in promises if one.is_decision]
    others = [f"- {one.text}" + (f" ({one.who})" if one.who else "") for one in promises if not one.is_decision]
    parts = [said.introduction]
    for heading, lines in ((_("What we decided"), decisions), (_("Who does what"), others)):
        parts += [f"## {heading}", "\n".join(lines)] if lines else []
    parts += [f"## {_('Until the next time')}", said.future] if said.future else []
    parts.append(f"{_('The whole minutes:')} {address}")
    return "\n\n".join(part for part in parts if part)


def origin_of(minutes: Minutes) -> str:
    return f"minutes:{minutes.pk}"


def _article(minutes: Minutes) -> ArticlePage | None:
    found: ArticlePage | None = ArticlePage.objects.filter(origin=origin_of(minutes)).first()
    return found


def _section(group: WorkingGroup, root: SiteRoot, at: datetime, by: User | None) -> SectionPage:
    """The section of the group, opened with its first minutes."""
    origin = f"group:{group.pk}"
    found: SectionPage | None = SectionPage.objects.filter(origin=origin, network=root.network).first()
    values = {"title": group.name, "intro": group.purpose, "origin": origin, "position": 60}
    return found or create_section(parent=root, values=values, at=at, by=by)


def _keywords(said: PublicMinutes, root: SiteRoot, at: datetime) -> list[Keyword]:
    names = [name for name in (clean_text(str(one))[:80] for one in said.keywords) if any(map(str.isalnum, name))]
    if not names:
        return []
    group = create_keyword_group(network=root.network, name=_("Minutes of meetings"), at=at)
    return [create_keyword(group=group, name=name, at=at) for name in names[:MOST_KEYWORDS]]


def body_of(said: PublicMinutes) -> list[tuple[str, Any]]:
    """The blocks of the article: who was there, what was said point by point, decisions and actions."""
    blocks: list[tuple[str, Any]] = []

    def part(heading: str, html: str) -> None:
        if html.strip():
            blocks.extend([("heading", heading[:160]), ("text", html)] if heading else [("text", html)])

    part("", linebreaks(said.introduction, autoescape=True))
    part(_("Who was there"), _list([*said.bodies, *said.named]))
    part(_("Since the last time"), linebreaks(said.past, autoescape=True))
    for item in said.items:
        promises = [_promise(one) for one in item.promises]
        part(item.title, linebreaks(item.text, autoescape=True) + _list(promises))
    part(_("Today"), linebreaks(said.present, autoescape=True))
    part(_("Until the next time"), linebreaks(said.future, autoescape=True))
    part(_("Annexes"), linebreaks(said.annexes, autoescape=True))
    part(_("Objectives of the group on that day"), linebreaks(said.objectives, autoescape=True))
    return blocks


def _list(lines: list[Any]) -> str:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines))) if lines else ""


def _promise(one: Any) -> str:
    kind = _("Decision") if one.is_decision else _("Action")
    more = ", ".join(part for part in (one.who, in_words(one.due_date) if one.due_date else "") if part)
    return format_html("<b>{} :</b> {}{}", kind, one.text, f" ({more})" if more else "")
