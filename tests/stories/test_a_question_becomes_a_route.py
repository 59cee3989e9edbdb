"""The story that docs/handbook/story.md tells, played on the demonstration through its pages.

A team of four asks a question, is led to a route, asks to be contacted; the network answers, fills a hole once,
and the route, the chain and the leaflet all say so.
"""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from laplateforme.accounts.models import User
from laplateforme.core import search
from laplateforme.core.models import Generation
from laplateforme.guidance.models import ContactRequest, Gap, RouteSnapshot
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.places.actions import load_places
from laplateforme.portal.demonstration.load import load
from laplateforme.portal.demonstration.read import Calendar
from laplateforme.portal.demonstration.requests import load_routes
from tests.stories.forms import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/r/calanques"
AUBAGNE = "13005"
MONEY = "ou-trouver-le-premier-argent"
MONEY_ROUTE = f"{HERE}/trajectoire/?situation=started&question={MONEY}&lieu={AUBAGNE}&equipe=several"


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path) -> Network:
    settings.MEDIA_ROOT, settings.LP_DATA_DIR = tmp_path / "media", tmp_path
    Generation.objects.get_or_create(pk=1, defaults={"value": 1})
    load_places()
    now = timezone.localtime()
    load(at=now)
    search.rebuild()
    load_routes(Calendar(now))
    return Network.objects.get(slug="calanques")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(name=name))
    session = client.session
    session["second_factor_passed"] = session["demo_signed_in"] = True
    session.save()
    return client


def words_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def proposed(page: str) -> list[str]:
    """The offers that a route proposes, not those that it names as the nearest elsewhere."""
    return re.findall(r'<h3[^>]*><a href="[^"]*/offres/[^"]*">([^<]+)</a>', page)


def test_the_demonstration_covers_the_chain(demonstration: Network) -> None:
    assert Network.objects.filter(is_demo=True).count() == 2
    assert Organization.objects.of_network(demonstration).count() >= 12
    assert Offer.objects.public_in(demonstration).count() >= 40
    assert demonstration.key_questions.filter(is_published=True).count() >= 36
    assert load(at=timezone.localtime()) == []


def route_to_the_question(visitor: Client) -> str:
    """Five questions, from the first page to the route; returns its address."""
    page = visitor.get(f"{HERE}/orientation/?situation=team")
    for answer in (
        {"answer": ["together"]},
        {"words": "Nous sommes quatre et nous voulons ouvrir une épicerie coopérative, qui doit décider ?"},
        {"pick": "avancer-en-desaccord"},
        {"answer": "Aubagne"},
        {"answer": "several"},
    ):
        page = visitor.post(page.headers["Location"], answer)
        assert page.status_code == 302, page.content.decode()
    return str(page.headers["Location"])


def meet_the_hole(visitor: Client) -> None:
    """A route on which nobody lends money: said, and noted once the visitor has answered, not when they read."""
    gaps = Gap.objects.count()
    before = visitor.get(MONEY_ROUTE).content.decode()
    assert "Nous préférons vous le dire" in before
    assert proposed(before) != []
    assert "Prêt solidaire pour démarrer" not in proposed(before)
    there = visitor.get(MONEY_ROUTE.replace(AUBAGNE, "13055")).content.decode()
    assert "Prêt solidaire pour démarrer" in there
    assert Gap.objects.count() == gaps  # reading writes nothing
    last = f"{HERE}/orientation/equipe/?situation=started&question={MONEY}&lieu={AUBAGNE}"
    assert visitor.post(last, {"answer": "several"}).status_code == 302
    assert Gap.objects.count() == gaps + 1
    assert Gap.objects.filter(theme="FUNDING", commune_code=AUBAGNE).exists()


def ask_to_be_contacted(visitor: Client) -> ContactRequest:
    """From a route that was kept."""
    kept = RouteSnapshot.objects.get(code="FENOUIL-27")
    assert "FENOUIL-27" in visitor.get(f"{HERE}/t/FENOUIL-27/").content.decode()
    assert "FENOUIL-27" in words_of(visitor.get(f"{HERE}/t/FENOUIL-27/pdf/"))
    form = fields_of(visitor.get(f"{HERE}/contact/?route=FENOUIL-27").content.decode(), "contact")
    form |= {"name": ["Leïla"], "contact": ["06 39 98 01 15"], "message": ["Plutôt le soir."]}
    sent = visitor.post(f"{HERE}/contact/", form)
    assert sent.status_code == 302
    assert "Inès Ferrandi" in visitor.get(sent.headers["Location"]).content.decode()
    request = ContactRequest.objects.get(contact="06 39 98 01 15")
    assert request.snapshot == kept
    return request


def test_the_story_is_played_from_a_question_to_a_leaflet(demonstration: Network, run_tasks: Callable[[], int]) -> None:
    visitor = Client()
    assert "Un projet utile, à plusieurs." in visitor.get(f"{HERE}/").content.decode()

    # 1 and 2: a question, a route with its reasons
    address = route_to_the_question(visitor)
    assert "épicerie" not in address
    route = visitor.get(address).content.decode()
    for words in ("Imaginer", "Réunir", "Bâtir", "Lancer", "Durer", "Inès Ferrandi"):
        assert words in route

    # 3: a hole, said frankly and noted without a name
    meet_the_hole(visitor)

    # 4: a contact
    request = ask_to_be_contacted(visitor)

    # 5: the network's side
    nora = signed_in("Nora Delmas")
    todo = nora.get(f"{HERE}/a-faire/").content.decode()
    for words in ("En retard", "Cette semaine", "offres à vérifier", "invitations en attente"):
        assert words in todo
    assert str(request.pk) in todo
    assert nora.get(f"{HERE}/filiere/membres/").status_code == 200
    assert nora.get(f"{HERE}/manques/").status_code == 200

    # 6: the hole is filled, typed once
    fill_the_hole(signed_in("Agathe Roumieu"))
    run_tasks()

    # 7: everything follows
    after = visitor.get(MONEY_ROUTE).content.decode()
    assert "Prêt solidaire pour démarrer" in proposed(after)
    assert "Nous préférons vous le dire" not in after
    leaflet = words_of(visitor.get(f"{HERE}/brochure.pdf"))
    assert "Prêt solidaire pour démarrer" in leaflet
    asked = nora.post(f"{HERE}/imprimer/", {"paper": "slides_pptx", "scope": "all"})
    run_tasks()
    assert "Vos diapositives sont prêtes" in nora.get(asked.headers["Location"]).content.decode()


def fill_the_hole(agathe: Client) -> None:
    offer = Offer.objects.get(name="Prêt solidaire pour démarrer")
    address = f"{HERE}/mes-offres/{offer.code}/"
    form = fields_of(agathe.get(address).content.decode(), "conditions")
    conditions = "Utilité claire et budget de deux ans. Commerces alimentaires bienvenus autour d’Aubagne."
    form |= {"conditions": [conditions], "coverage": [*form["coverage"], f"com:{AUBAGNE}"]}
    saved = agathe.post(address, form)
    assert saved.status_code == 302, saved.context["form"].errors
    offer.refresh_from_db()
    assert offer.conditions == conditions
    assert f"com:{AUBAGNE}" in offer.coverage
    assert timezone.now() - offer.updated_at < timedelta(minutes=5)


def test_the_route_says_that_nobody_lends_around_aubagne(demonstration: Network) -> None:
    page = Client().get(MONEY_ROUTE)
    assert "à Aubagne aujourd’hui. Nous préférons vous le dire." in page.content.decode()
    assert "Saladelle" in page.content.decode()  # the nearest who lends, since nobody does here
