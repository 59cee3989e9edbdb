"""Old addresses lead to what they named; those that name nothing are not found."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from laplateforme.editorial import actions
from laplateforme.editorial.models import OldAddress
from laplateforme.editorial.queries.old_plan import Plan
from laplateforme.network.models import Network
from tests.editorial.old_site import article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/spip.php?article12", "/spip.php?article12&lang=fr", "/spip.php?lang=fr&article12", "/article12",
        "/article12.html", "/article.php3?id_article=12", "/article.php3?id_article=12&var_recherche=a",
        "/spip.php?page=article&id_article=12", "/Une-etape", "/Une-etape.html", "/site/spip.php?article12",
    ],
)  # fmt: skip
def test_old_addresses_of_an_article_lead_to_it(path: str, brought: Plan, client: Client) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, article(12).get_absolute_url())


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/spip.php?rubrique2", "/ressources/agir/dans-l-ete/"),
        ("/rubrique2.html", "/ressources/agir/dans-l-ete/"),
        ("/rubrique.php3?id_rubrique=1", "/ressources/agir/"),
        ("/breve.php3?id_breve=5", "/ressources/agir/breve/"),
        ("/spip.php?mot7", "/mots-cles/cooperer/"),
        ("/mot.php3?id_mot=7", "/mots-cles/cooperer/"),
        ("/backend.php3", "/ressources/flux.rss"),
        ("/spip.php?page=backend", "/ressources/flux.rss"),
        ("/spip.php?page=backend&id_rubrique=2", "/ressources/agir/dans-l-ete/flux.rss"),
    ],
)
def test_other_old_addresses_lead_to_what_they_named(path: str, target: str, brought: Plan, client: Client) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, target)
    assert client.get(f"/r/calanques{path}")["Location"] == f"/r/calanques{target}"
    assert client.get(target).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/spip.php?article99", "/spip.php?article14", "/article.php3?id_article=x", "/spip.php?article99999999999999",
     "/spip.php?rubrique", "/article012x", f"/spip.php?{'a=1&' * 3000}", "/spip.php?%00article12%ff"],
)  # fmt: skip
def test_an_unknown_old_address_is_not_found(path: str, brought: Plan, client: Client) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in {403, 404, 405}


def test_an_address_that_leads_elsewhere_stays(
    network: Network, plan: Callable[..., Plan], noon: datetime, client: Client
) -> None:
    actions.keep_old_addresses([OldAddress(network=network, path="/spip.php?article12", target="/questions/")])
    report = actions.bring_old_site(plan=plan(), at=noon)
    assert report.counts()["left"]["addresses"] == 1
    assert client.get("/spip.php?article12")["Location"] == "/questions/"
