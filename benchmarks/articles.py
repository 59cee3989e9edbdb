"""Many articles for `benchmarks.pages --articles N`: written as rows, in the shape that our actions give them."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

PER_SECTION = 200
BATCH = 1_000
WORDS = "Une équipe ouvre un lieu partagé, compte ses ventes, demande conseil et raconte ce qui a marché. " * 4


def body(number: int) -> list[dict[str, Any]]:
    """Some 20 kB of words in blocks."""
    blocks: list[dict[str, Any]] = []
    for part in range(12):
        blocks.append({"type": "heading", "value": f"Partie {part + 1} du récit {number}", "id": f"h{part}"})
        text = "".join(f"<p>{WORDS} <b>Point {step}</b>.</p>" for step in range(3))
        blocks.append({"type": "text", "value": text, "id": f"t{part}"})
    return blocks


def fill(count: int) -> dict[str, str]:
    """Adds the articles to the first network; the pages to measure, by name."""
    from django.db import transaction
    from django.utils import timezone

    from laplateforme.editorial import actions
    from laplateforme.editorial.models import ArticlePage, Keyword, SiteRoot
    from laplateforme.forum.actions import reply
    from laplateforme.network.models import Membership

    now = timezone.now()
    root = SiteRoot.objects.select_related("network").get(network__slug="calanques")
    words = list(Keyword.objects.of_network(root.network)[:4])
    top = actions.create_section(parent=root, values={"title": "Mesures"}, at=now)
    made = 0
    with transaction.atomic():
        for place in range(0, count, PER_SECTION):
            section = actions.create_section(parent=top, values={"title": f"Rubrique {place // PER_SECTION}"}, at=now)
            model = actions.write_article(
                section=section, values={"title": "Récit 0", "standfirst": WORDS[:200]}, at=now, keywords=words
            )
            model = actions.publish_article(page=model, at=now)
            rows = range(1, min(PER_SECTION, count - place))
            copies(model, [place + row for row in rows], now - timedelta(days=place // PER_SECTION))
            ArticlePage.objects.filter(pk=model.pk).update(body=json.dumps(body(place)))
            made += 1 + len(rows)
    assert made == count
    page = ArticlePage.objects.get(pk=model.pk)
    topic = actions.thread_for(page=page, at=now)
    person = Membership.objects.active().filter(network=root.network, role="ADVISER").select_related("user").first()
    assert person is not None
    for _ in range(5):
        reply(topic=topic, text=WORDS, at=now, by=person.user)
    start = "/r/calanques"
    return {
        "article": f"{start}/ressources/{page.inner_path}",
        "section": f"{start}/ressources/{section.inner_path}",
        "keyword": f"{start}/mots-cles/{words[0].slug}/",
        "resources": f"{start}/ressources/",
        "feed": f"{start}/ressources/flux.rss",
    }


def copies(model: Any, numbers: list[int], first: Any) -> None:
    """Rows beside `model`, each with its place in the tree, its keywords and its own words."""
    from wagtail.models import Page

    from laplateforme.editorial.models import ArticlePage

    parent = model.get_parent()
    page_fields = [field.name for field in Page._meta.local_concrete_fields if not field.primary_key]
    own_fields = [field.name for field in ArticlePage._meta.local_concrete_fields if field.name != "page_ptr"]
    base = {name: getattr(model, name) for name in page_fields}
    pages = []
    for step, number in enumerate(numbers, 2):
        row = Page(**base)
        row.pk, row.latest_revision, row.live_revision = None, None, None
        row.translation_key = uuid4()
        row.path = Page._get_path(parent.path, parent.depth + 1, step)
        row.title = row.draft_title = f"Récit {number}"
        row.slug = f"recit-{number}"
        row.url_path = f"{parent.url_path}{row.slug}/"
        pages.append(row)
    Page.objects.bulk_create(pages, batch_size=BATCH)
    Page.objects.filter(pk=parent.pk).update(numchild=len(numbers) + 1)
    table = ArticlePage._meta.db_table
    columns = [ArticlePage._meta.get_field(name).column for name in own_fields]
    _insert(table, ["page_ptr_id", *columns], [[row.pk, *_values(model, own_fields, row, first)] for row in pages])
    through = ArticlePage.keywords.through
    keys = list(model.keywords.values_list("pk", flat=True))
    links = [through(articlepage_id=row.pk, keyword_id=key) for row in pages for key in keys]
    through.objects.bulk_create(links, batch_size=BATCH)


def _values(model: Any, names: list[str], row: Any, first: Any) -> list[Any]:
    from django.db import connection

    found = []
    for name in names:
        field = model._meta.get_field(name)
        value = getattr(model, field.attname)
        if name == "body":
            found.append(json.dumps(body(row.pk)))
            continue
        if name == "online_at":
            value = first - timedelta(minutes=row.pk % 1400)
        found.append(field.get_db_prep_save(value, connection))
    return found


def _insert(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
