"""A few words put right, from the page where somebody saw them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.html import escape

from laplateforme.accounts.models import User
from laplateforme.editorial.actions.article import publish_article, revise_article
from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries.body import raw_blocks
from laplateforme.editorial.queries.passages import PLAIN, TAG, walked


class UnableToCorrect(Exception):
    """The words are nowhere ("missing"), in several places ("several"), or a newer version waits ("waiting")."""


@transaction.atomic
def correct_words(*, page: ArticlePage, wrong: str, right: str, at: datetime, by: User, publish: bool) -> int:
    """Puts `right` in the place of `wrong`, which stands once in the text. Raises UnableToCorrect.

    `publish`: online at once; otherwise a new version, to be proposed. Returns how many places changed: one.
    """
    if page.has_unpublished_changes:
        raise UnableToCorrect("waiting")
    values, count = corrected(page.get_latest_revision_as_object(), wrong, right)
    if count != 1:
        raise UnableToCorrect("several" if count else "missing")
    revise_article(page=page, values=values, at=at, by=by)
    if publish:
        publish_article(page=page, at=at, by=by)
    return count


def corrected(page: ArticlePage, wrong: str, right: str) -> tuple[dict[str, Any], int]:
    """The fields that change, and in how many places."""
    count = 0

    def plain(text: str) -> str:
        nonlocal count
        count += text.count(wrong)
        return text.replace(wrong, right)

    def html(text: str) -> str:
        nonlocal count
        parts = TAG.split(text)
        for place in range(0, len(parts), 2):  # the others are tags
            for said, better in ((wrong, escape(right)), (str(escape(wrong)), escape(right))):
                if said in parts[place]:
                    count += parts[place].count(said)
                    parts[place] = parts[place].replace(said, str(better))
                    break
        return "".join(parts)

    values: dict[str, Any] = {}
    for name in PLAIN:
        before = getattr(page, name, "")
        if isinstance(before, str) and (after := plain(before)) != before:
            values[name] = after
    blocks = raw_blocks(page)
    after_blocks = [walked(block, plain, html) for block in blocks]
    if after_blocks != blocks:
        values["body"] = page._meta.get_field("body").stream_block.to_python(after_blocks)
    return values, count
