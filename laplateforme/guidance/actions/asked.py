"""What people really asked, when they let the network keep it: scrubbed, dated, tied to nobody."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from laplateforme.core.search.words import analyse
from laplateforme.core.text import clean_text
from laplateforme.guidance.models import AskedQuestion
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Stage, Theme

MOST = 300
HIDDEN = "…"
_UPPER = r"[A-ZÀ-ÖØ-Ý]"
_NAME = rf"{_UPPER}[\w’'-]*"
_LINKS = r"(?:(?:de|du|des|la|le|les)\s+|(?:d|l)['’]\s*)*"
_WAY = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|bld|chemin|impasse|all[ée]es?|place|quai|cours|route|rte|square|passage"
    r"|traverse|mont[ée]e|lotissement|r[ée]sidence|hameau|sentier|faubourg|esplanade|promenade|b[âa]timent|appartement"
    r"|villa|lieu-dit)"
)
_RULES = (
    # electronic addresses, as written and as told
    re.compile(r"\S+\s?(?:@|＠)\s?\S+"),
    re.compile(r"[\w.+-]+\s*(?:\(at\)|\[at\]|\barobas?e?\b)\s*[\w.-]+(?:\s+point\s+\w+)?", re.I),
    re.compile(r"(?:https?://|www\.)\S+", re.I),
    # postal addresses: with a number, then with a proper name
    re.compile(rf"\b\d{{1,4}}\s*(?:bis|ter|quater|[a-d]\b)?\s*,?\s*{_WAY}(?!\w)[^,;.!?\n]{{0,60}}", re.I),
    re.compile(rf"\b(?i:{_WAY})\s+(?i:{_LINKS}){_NAME}(?:[\s-]+{_NAME})*"),
    re.compile(rf"\b\d{{5}}\s+{_NAME}(?:[\s-]+{_NAME})*"),
    # telephone numbers and any other long number, whatever stands between the figures
    re.compile(r"[+(]?\d(?:[^0-9A-Za-zÀ-ÖØ-öø-ÿ\n]{0,4}\d){5,}"),
    # people
    re.compile(
        rf"\b(?:(?i:mr|mme|mlle|monsieur|madame|mademoiselle|docteur|maître)\b\.?|M\.|Dr\.?|Me\.?)\s+"
        rf"(?!(?:la|le|les)\s){_NAME}(?:\s+{_NAME})*"
    ),
    re.compile(r"\b(?:monsieur|madame|mademoiselle|mme|mlle|mr)\s+(?!(?:la|le|les)\s)[\w’'-]+", re.I),
    re.compile(
        r"\b(?:je\s+m\s?['’]?\s?appell?e|mon\s+(?:pr[ée])?nom\s+est|mon\s+nom,?\s+c\s?['’]\s?est|moi,?\s+c\s?['’]\s?est)"
        r"\s+[\w’'-]+(?:\s+(?!(?:et|je|mais|avec|pour|dans|de|à|j)\b)[\w’'-]+){0,2}",
        re.I,
    ),
    re.compile(rf"\b(?i:je\s+suis|c\s?['’]\s?est|ici|avec|chez)\s+{_NAME}(?:\s+{_NAME})*"),
    re.compile(rf"\b{_UPPER}[a-zà-öø-ÿ]+(?:-{_UPPER}?[a-zà-öø-ÿ]+)?\s+{_UPPER}[\w’'-]+(?:\s+{_NAME})*"),
)


def scrub(words: str) -> str:
    """The words without what could tell who wrote them, on one line, at most 300 characters."""
    text = "".join(char for char in clean_text(words[:4000]) if unicodedata.category(char) not in {"Cf", "Co", "Cs"})
    text = unicodedata.normalize("NFKC", text)
    for rule in _RULES:
        text = rule.sub(HIDDEN, text)
    text = re.sub(rf"(?:{HIDDEN}\s*)+", f"{HIDDEN} ", " ".join(text.split())).strip()
    return text[:MOST].strip()


def group_key_of(words: str) -> str:
    """The sorted stems of the words that carry the subject: two ways to ask the same have the same key."""
    terms = {word.term for word in analyse(words) if len(word.term) > 2 and not word.term.isdigit()}
    return " ".join(sorted(terms))[:MOST]


@transaction.atomic
def keep_asked_question(
    *, network: Network, words: str, at: datetime, stage: str = "", theme: str = "", department_code: str = ""
) -> AskedQuestion | None:
    """Keeps free words that somebody agreed to leave: scrubbed, with the day only, erased after six months.

    None, and nothing kept, when no word of substance remains.
    """
    kept = scrub(words)
    key = group_key_of(kept)
    if not key:
        return None
    return AskedQuestion.objects.create(
        network=network,
        words=kept,
        group_key=key,
        stage=stage if stage in Stage.values else "",
        theme=theme if theme in Theme.values else "",
        department_code=department_code[:3],
        asked_date=timezone.localdate(at),
    )
