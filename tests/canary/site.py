"""The site of one side: a text online and a draft of each kind, with words, pictures and files of their own."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial import actions
from laplateforme.editorial.models import (
    AgreementWithdrawal,
    ArticlePage,
    ArticleThread,
    EventPage,
    FileUse,
    OldAddress,
    OldImport,
    OldThing,
    PictureUse,
    PortraitPage,
)
from laplateforme.editorial.queries.old_sites import KIND, PREVIEW
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Post
from laplateforme.guidance.actions import thread_of_question
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Organization
from laplateforme.offers.actions import thread_of_offer
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Role

NOW = datetime.now(UTC)


def token(side: Any, *, shown: bool) -> str:
    """A word of its own, remembered by the side."""
    word = f"Zq{side.letter}{len(side.private) + len(side.public):04d}kv"
    (side.public if shown else side.private).add(word)
    return word


def drawn(shade: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (shade, shade, shade)).save(out, "PNG")
    return out.getvalue()


def build_site(side: Any, organization: Organization) -> None:
    network, by = side.network, side.people[Role.WRITER]
    root = actions.open_site(network=network, at=NOW)
    root.intro = token(side, shown=True)
    root.save()
    values = {"title": token(side, shown=True), "intro": token(side, shown=True)}
    section = actions.create_section(parent=root, values=values, at=NOW, slug=f"rubrique-{side.letter.lower()}")
    group = actions.create_keyword_group(network=network, name=token(side, shown=True), at=NOW)
    keyword = actions.create_keyword(
        group=group, name=token(side, shown=True), description=token(side, shown=True), at=NOW
    )
    author = actions.create_author(network=network, name=token(side, shown=False), organization=organization, at=NOW)
    side.rows += [root, section, group, keyword, author]
    for shown in (True, False):
        for model in (ArticlePage, PortraitPage, EventPage):
            build_text(side, section, model, keyword, author, by, shown=shown)
    old = OldAddress.objects.create(network=network, path=f"/{token(side, shown=False)}", target="/questions/")
    words = [token(side, shown=False) for _ in range(3)]
    line = {"effect": "left", "kind": "articles", "number": 1, "label": words[1], "why": [words[2]]}
    given = BackgroundJob.objects.create(
        owner_id=by.pk, network_id=network.pk, kind=KIND, file_name=words[0], status=JobStatus.DONE,
        parameters={"phase": PREVIEW, "report": {"left": {"articles": 1}, "lines": [line]}},
    )  # fmt: skip
    brought = OldImport.objects.create(network=network, source=token(side, shown=False), at=NOW, by=by)
    thing = OldThing.objects.create(brought=brought, origin=f"spip:{words[0]}:articles:1", key="articlepage:0")
    side.rows += [given, brought, thing]
    keys = [row.pk for row in side.rows if isinstance(row, ArticlePage)]
    build_reactions(side)
    side.rows += [old, *PictureUse.objects.filter(page__in=keys), *FileUse.objects.filter(page__in=keys)]


def build_text(side: Any, section: Any, model: Any, keyword: Any, author: Any, by: Any, *, shown: bool) -> None:
    def word() -> str:
        return token(side, shown=shown)

    root = side.network.site_root
    picture = actions.keep_picture(
        root=root, content=drawn(len(side.rows)), title=token(side, shown=False), alternative=word(), at=NOW, by=by
    )
    file = actions.keep_file(
        root=root, name="note.txt", content=word().encode(), title=word(), at=NOW, by=by
    )  # fmt: skip
    values: dict[str, Any] = {
        **{"title": word(), "standfirst": word(), "search_description": word(), "picture": picture},
        "picture_alt": word(),
        "body": [
            ("text", f'<p>{word()} <a linktype="document" id="{file.pk}">{word()}</a></p>'),
            ("heading", word()),
            ("picture", {"image": picture, "alternative": word(), "caption": word(), "credit": word()}),
            ("figure", {"number": "12", "meaning": word(), "source": word()}),
            ("quotation", {"words": word(), "who": word()}),
            ("files", [{"document": file, "title": word()}]),
            ("video", {"url": "https://video.example/12", "title": word(), "transcript": word()}),
            ("table", {"caption": word(), "rows": f"{word()}\t{word()}\n{word()}\t{word()}"}),
            ("imported", f"<p>{word()}</p>"),
        ],
    }
    if model is PortraitPage:
        values |= {"team": word(), "quote": word(), "what_helped": word(), "agreed_by": token(side, shown=False)}
        values |= {"agreed_date": NOW.date(), "steps": [("step", {"verb": "IMAGINE", "label": word()})]}
    if model is EventPage:
        values |= {"starts_at": NOW, "place": word(), "cost": word()}
    page = actions.write_article(
        section=section, values=values, model=model, keywords=[keyword], authors=[author], by=by, at=NOW,
        slug=f"{model._meta.model_name}-{side.letter.lower()}-{'online' if shown else 'draft'}",
    )  # fmt: skip
    if shown:
        page = actions.publish_article(page=page, at=NOW)
        actions.revise_article(page=page, values={"standfirst": token(side, shown=False)}, at=NOW, by=by)
    topic = actions.thread_for(page=page, at=NOW)  # the readers of a thread are those of its text, draft or online
    for status in (PostStatus.PUBLISHED, PostStatus.HELD):
        shown_post = shown and status == PostStatus.PUBLISHED
        side.rows.append(
            Post.objects.create(topic=topic, text=token(side, shown=shown_post), status=status, posted_at=NOW)
        )
    side.rows += [topic, ArticleThread.objects.get(page=page)]
    rendition = picture.get_rendition("max-20x20")
    side.rows += [picture, file, page, rendition]
    if model is PortraitPage and not shown:
        side.rows.append(AgreementWithdrawal.objects.create(page=page, at=NOW, by=by))


def build_reactions(side: Any) -> None:
    """What people say about the first key question and the first offer: a message shown, one held."""
    question = next(row for row in side.rows if isinstance(row, KeyQuestion) and row.is_published)
    offer = next(row for row in side.rows if isinstance(row, Offer) and row.status == OfferStatus.PUBLISHED)
    for topic in (
        thread_of_question(question=question, at=NOW),
        thread_of_offer(offer=offer, network=side.network, at=NOW),
    ):
        side.rows.append(topic)
        for status in (PostStatus.PUBLISHED, PostStatus.HELD):
            words = token(side, shown=status == PostStatus.PUBLISHED)
            side.rows.append(Post.objects.create(topic=topic, text=words, status=status, posted_at=NOW))
    side.rows += [question.thread, offer.threads.get()]
