"""Every page: axe finds nothing, nothing scrolls sideways, one h1, at several widths and in both themes."""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.found import identifiers

COMMON = [
    "", "salons/ciotat/venir/", "salons/ciotat/garder-contact/",
    "orientation/", "orientation/situation/", "orientation/envie/", "orientation/question/", "orientation/lieu/",
    "orientation/equipe/", "trajectoire/?situation=team&lieu=13005&equipe=several", "annuaire/", "annuaire/?q=local",
    "annuaire/?q=zzzzzz", "questions/", "contact/", "filiere/", "agenda/", "structures/", "structures/maison-ravelle/",
    "offres/f2cb/", "le-reseau/", "pratiques/", "exposition/", "plan-du-site/", "vos-donnees/", "mentions-legales/",
    "accessibilite/", "aide/", "affichage/", "reseaux/", "compte/connexion/", "compte/demo/",
    "compte/ferme/", "nulle-part/",
    f"agenda/{datetime.now(UTC):%Y/%m}/",
    "offres/f2cb/reagir/",
    "groupes/", "groupes/trajectoires-lisibles/", "reunions/grive-21/compte-rendu/",
    "integrer/annuaire/", "integrer/offre/f2cb/", "ressources/", "ressources/reperes/", "mots-cles/",
    "ressources/actualites/une-table-pour-seize-chaque-premier-mardi/", "ressources/recits/la-bonne-anse/",
    "ressources/actualites/le-marche-des-premiers-produits-ce-que-nous-en-retenons/",
    "ressources/dates/table-ouverte-seize-places-une-question/", "echanges/",
    "echanges/entraide/", "mots-cles/argent/", "redaction/",
    "ressources/actualites/une-table-pour-seize-chaque-premier-mardi/repondre/",
]  # fmt: skip
FACILITATOR = [
    "a-faire/", "animer/", "etat/", "imprimer/", "mes-offres/", "mes-offres/nouvelle/", "mes-offres/f2cb/",
    "mes-offres/f2cb/historique/", "offres-a-verifier/", "filiere/membres/",
    "demandes/", "manques/", "questions-banque/",
    "membres/",
    "membres/inviter/", "reglages/", "permanence/", "texte-commun/", "liens/",
    "structures/nouvelle/",
    "structures/maison-ravelle/modifier/", "imports/", "imports/nouveau/", "exporter/", "composants/",
    "compte/profil/", "compte/mes-donnees/", "compte/fermer/",
    "echanges/", "echanges/moderation/", "echanges/nouveau/", "echanges/entraide/nouveau/",
    "echanges/suivis/", "echanges/entre-structures/", "redaction/", "redaction/corriger/",
    "redaction/ecrire/actualite/", "redaction/ecrire/date/", "redaction/ecrire/portrait/", "reprise-spip/",
    "redaction/rubriques/", "redaction/rubriques/nouvelle/", "redaction/mots-cles/",
    "redaction/mots-cles/nouveau-groupe/", "redaction/mots-cles/nouveau-mot/",
    "salons/", "salons/proposer/", "salons/charge/", "salons/contacts/",
    *(f"salons/forum/{one}" for one in ("", "bilan/", "bilan/paroles/", "bilan/comparer/", "trousse/")),
    "salons/engager/bilan/", "salons/ciotat/trousse/",
]  # fmt: skip
FAIRS = [
    *(f"salons/ciotat/{one}" for one in ("", "modifier/", "annuler/", "creneau/", "tenue/", "stand/")),
    "salons/engager/",
]  # fmt: skip
ADVISER = [
    "a-faire/", "mes-offres/", "demandes/", "pratiques/", "filiere/membres/", "imprimer/", "personnes/",
    "personnes/nouvelle/", "relais/", "compte/mes-donnees/", "compte/fermer/", "salons/forum/bilan/repondre/",
]  # fmt: skip
# Of one file: the identifiers are found on the way to it.
FILES = [
    *(f"personnes/{{file}}/{one}/" for one in (
        "projet", "etape", "suivi", "jalon", "besoin", "avec", "document", "relais", "relais/nouveau",
    )),
    *(f"personnes/{{file}}/avec/{{person}}/{one}" for one in ("", "reunir/", "accord/")),
    "personnes/{file}/", "relais/{refused}/", "relais/{dated}/", "{own}", "{by_link}",
]  # fmt: skip
GROUPS = [
    "groupes/nouveau/", "groupes/calendrier/", "groupes/trajectoires-lisibles/",
    *(f"groupes/trajectoires-lisibles/{one}/" for one in (
        "modifier", "membres", "institution", "chantier", "documents", "bienvenue", "suivi", "echanges",
        "echanges/nouveau", "reunion", "public", "importer",
    )),
    "reunions/grive-07/", "reunions/grive-07/dates/", "reunions/grive-07/modifier/", "reunions/grive-07/annuler/",
    "reunions/grive-16/notes/", "reunions/grive-16/resume/", "reunions/grive-16/compte-rendu/",
    "reunions/grive-16/compte-rendu/public/", "reunions/grive-16/compte-rendu/echanges/", "reunions/grive-16/suivante/",
]  # fmt: skip
ACTORS = {"": COMMON, "Nora Delmas": [*FACILITATOR, *FAIRS, *GROUPS], "Karim Oualid": [*ADVISER, *FILES]}
SHAPES = [(360, "light"), (1280, "dark")]
ALL_SHAPES = [(width, theme) for width in (320, 360, 800, 1280) for theme in ("light", "dark")]
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the long list of what is right costs half the time
}


@cache
def axe() -> Axe:
    return Axe()


def defects(page: Page) -> list[str]:
    """What axe and a few measures of our own find on the page that is open."""
    found = [
        f"{one['id']}: {json.dumps(one['nodes'][0]['target'])}"
        for one in axe().run(page, options=OPTIONS).response["violations"]
    ]
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    if wide > 0:
        found.append(f"scrolls sideways by {wide} px")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if not re.search(r"\S — \S", page.title()):
        found.append(f"title {page.title()!r}")
    return found


def check(actor: str, shapes: list[tuple[int, str]], site: Site, new_page, sign_in) -> None:
    found: list[str] = []
    for width, theme in shapes:
        page = new_page(width, theme)
        if actor:
            sign_in(page, actor)
        named = identifiers(page, site) if any("{file}" in path for path in ACTORS[actor]) else {}
        for pattern in ACTORS[actor]:
            path = pattern.format(**named)
            answer = page.goto(site.page(path))
            assert answer is not None
            expected = 404 if path.startswith("nulle") else 200
            if answer.status != expected:
                found.append(f"/{pattern} answers {answer.status}")
                continue
            if path.startswith("integrer/"):
                continue  # a fragment for another site: its own test is with the room
            found += [f"/{pattern} at {width} {theme}: {defect}" for defect in defects(page)]
    count = len(ACTORS[actor]) * len(shapes)
    sys.stdout.write(f"{actor or 'anonymous'}: {count} pages × widths × themes, {len(found)} defects\n")
    assert found == []


@pytest.mark.parametrize("actor", ACTORS, ids=lambda name: name or "anonymous")
def test_no_page_has_a_defect(actor: str, site: Site, new_page: Callable[..., Page], sign_in) -> None:
    check(actor, SHAPES, site, new_page, sign_in)


@pytest.mark.slow
@pytest.mark.parametrize("actor", ACTORS, ids=lambda name: name or "anonymous")
def test_no_page_has_a_defect_at_any_width(actor: str, site: Site, new_page: Callable[..., Page], sign_in) -> None:
    check(actor, ALL_SHAPES, site, new_page, sign_in)


def test_the_check_sees_a_defect(site: Site, new_page: Callable[..., Page]) -> None:
    """The control: an image without words and a wide block are found."""
    page = new_page(360, "light")
    page.goto(site.page(""))
    page.evaluate(
        """() => { const image = document.createElement("img"); image.src = "/static/core/sign.svg";
        document.querySelector("main").append(image);
        const wide = document.createElement("div"); wide.style.width = "900px"; wide.textContent = "x";
        document.querySelector("main").append(wide); document.body.style.overflowX = "visible"; }"""
    )
    found = defects(page)
    assert any(one.startswith("image-alt") for one in found)


def test_pages_ask_nobody_else(site: Site, new_page: Callable[..., Page]) -> None:
    """No request leaves for another host."""
    page = new_page(1280, "light")
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in (
        "",
        "annuaire/",
        "filiere/",
        "offres/f2cb/",
        "trajectoire/?situation=team&lieu=13005",
        "compte/connexion/",
    ):
        page.goto(site.page(path))
    assert hosts == {site.address.split("/")[2]}


def test_the_first_view_is_light(site: Site, new_page: Callable[..., Page]) -> None:
    """At most 130 kB transferred and 25 requests on the first page."""
    page = new_page(360, "light")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site.page(""), wait_until="networkidle")
    assert len(sizes) <= 25
    assert sum(sizes) <= 130_000
