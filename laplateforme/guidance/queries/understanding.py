"""From somebody's own words to key questions and a theme. The words go no further than here."""

from collections import Counter
from dataclasses import dataclass

from laplateforme.core.search import SearchRequest, search
from laplateforme.core.text import fold
from laplateforme.guidance.enums import Situation
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Theme, Verb

MOST_QUESTIONS = 4
MOST_OFFERS = 12
LONGEST_WORDS = 300
WORD_POINTS, OFFER_POINTS, QUESTION_POINTS = 3.0, 1.0, 2.0

# Beginnings of plain words (folded) that tell a theme; the search knows many more words, these decide when it is quiet.
BEGINNINGS: dict[str, tuple[str, ...]] = {
    Theme.MEANING: ("sens", "envie", "motivation", "valeur", "commencer"),
    Theme.COLLECTIVE: ("ensemble", "equipe", "groupe", "associe", "collectif", "plusieurs"),
    Theme.SOCIAL_UTILITY: ("utile", "utilite", "impact", "solidaire", "ess"),
    Theme.TERRITORY: ("besoin", "quartier", "village", "territoire", "habitant", "etude"),
    Theme.MODEL: ("modele", "rentab", "economique", "tenir", "viable", "chiffre", "prix"),
    Theme.LEGAL: ("statut", "juridi", "association", "cooperative", "scic", "scop", "forme"),
    Theme.GOVERNANCE: ("decide", "decision", "gouvernance", "conflit", "desaccord", "organiser"),
    Theme.FUNDING: ("argent", "financ", "subvention", "pret", "banque", "emprunt", "sous", "don"),
    Theme.CASH: ("tresorerie", "gestion", "budget", "facture", "impaye"),
    Theme.HOLDER_STATUS: ("revenu", "chomage", "rsa", "salaire", "vivre", "retraite"),
    Theme.PREMISES: ("local", "locaux", "lieu", "bureau", "atelier", "loyer", "boutique"),
    Theme.EMPLOYER: ("embauch", "emploi", "salarie", "recrut", "benevole", "paie"),
    Theme.MARKET: ("client", "vendre", "vente", "communic", "connaitre", "site"),
    Theme.PARTNERS: ("partenaire", "mairie", "commune", "marche", "collectivite"),
    Theme.SKILLS: ("formation", "former", "apprendre", "competence"),
    Theme.DIGITAL: ("numerique", "informatique", "logiciel", "internet"),
    Theme.ECOLOGY: ("ecolog", "climat", "nature", "dechet", "recycl", "bio"),
    Theme.ADMIN: ("demarche", "declar", "comptab", "impot", "tva", "papier", "assurance"),
    Theme.CHANGE: ("fusion", "mutualis", "essaim", "grandir", "agrandir"),
    Theme.CRISIS: ("difficulte", "dette", "fermer", "epuis", "crise"),
    Theme.TRANSFER: ("transmettre", "reprise", "reprendre", "ceder", "arreter"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """What was recognized in the words: short names of key questions, closest first, and a theme or none."""

    questions: tuple[str, ...]
    theme: str


def understood(words: str, *, network: Network, situation: str) -> Understood:
    """Key questions close to `words`, those of the person's stage first, and the theme they are about."""
    words = words[:LONGEST_WORDS]
    hits = search(
        SearchRequest(text=words, kinds=("key_question",), network=str(network.pk), limit=MOST_QUESTIONS * 3)
    ).hits
    verbs = Situation(situation).verbs if situation else ()
    ranked = sorted(hits, key=lambda hit: -hit.score * (1.25 if _verb(hit.payload.get("stage", "")) in verbs else 1))
    questions = [hit.payload for hit in ranked[:MOST_QUESTIONS] if hit.score >= ranked[0].score * 0.35]
    points: Counter[str] = Counter()
    for theme, beginnings in BEGINNINGS.items():
        said = sum(
            any(word.startswith(start) for start in beginnings) for word in fold(words).replace("'", " ").split()
        )
        points[theme] += said * WORD_POINTS  # type: ignore[assignment]
    for rank, question in enumerate(questions):
        points[str(question["theme"])] += QUESTION_POINTS / (rank + 1)  # type: ignore[assignment]
    request = SearchRequest(text=words, kinds=("offer",), network=str(network.pk), limit=MOST_OFFERS)
    for rank, hit in enumerate(search(request).hits):
        for theme in hit.payload.get("themes", ()):
            points[str(theme)] += OFFER_POINTS / (rank + 1)  # type: ignore[assignment]
    best = max(points.items(), key=lambda item: item[1], default=("", 0.0))
    return Understood(tuple(str(question["slug"]) for question in questions), best[0] if best[1] > 0 else "")


def _verb(stage: str) -> str:
    return Verb.of(stage).value if stage else ""


def proposed_questions(network: Network, situation: str, most: int = 7) -> list[tuple[str, str]]:
    """Short names and texts of the key questions to pick from at this stage, in the order the network chose."""
    questions = KeyQuestion.objects.published().of_network(network)
    if situation and Situation(situation).verbs:
        stages = [stage for verb in Situation(situation).verbs for stage in Verb(verb).stages]
        questions = questions.filter(stage__in=[*stages, ""])
    rows = questions.order_by("position", "text").values_list("slug", "text", "stage")
    return [(slug, text) for slug, text, _stage in _spread(list(rows), most)]


def _spread(rows: list[tuple[str, str, str]], most: int) -> list[tuple[str, str, str]]:
    """The first of each verb, then the second of each…: a stage with many questions does not hide the others."""
    turns: Counter[str] = Counter()
    numbered = []
    for index, row in enumerate(rows):
        verb = _verb(row[2])
        numbered.append((turns[verb], index, row))
        turns[verb] += 1
    return [row for _turn, _index, row in sorted(numbered)[:most]]


def questions_called(network: Network, slugs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those which exist among `slugs`, in that order."""
    texts = dict(KeyQuestion.objects.published().of_network(network).filter(slug__in=slugs).values_list("slug", "text"))
    return [(slug, texts[slug]) for slug in slugs if slug in texts]
