"""Which network is this page of: host name, prefix, the only one, none."""

from laplateforme.core.models import Generation
from tests.factories.network import NetworkFactory, OrganizationFactory


def test_host_name_leads_to_its_network(client, db):
    network = NetworkFactory(host="calanques.example", name="Réseau des Calanques")
    NetworkFactory()
    response = client.get("/le-reseau/", HTTP_HOST="calanques.example:8000")
    assert response.context["network"] == network


def test_prefix_leads_to_its_network_and_stays_in_links(client, db):
    NetworkFactory(slug="calanques")
    NetworkFactory(slug="restanques")
    response = client.get("/r/calanques/le-reseau/")
    assert response.context["network"].slug == "calanques"
    assert 'href="/r/calanques/structures/"' in response.text
    assert 'href="/r/calanques/structures/"' not in client.get("/r/restanques/le-reseau/").text


def test_only_network_needs_no_prefix(client, db):
    network = NetworkFactory()
    assert client.get("/le-reseau/").context["network"] == network


def test_common_door_of_several_networks_asks_which(client, db):
    NetworkFactory()
    NetworkFactory()
    assert client.get("/le-reseau/").status_code == 302


def test_unknown_prefix_is_no_page(client, db):
    NetworkFactory(slug="calanques")
    assert client.get("/r/inconnu/le-reseau/").status_code == 404


def test_organization_of_another_network_is_no_page_here(client, db):
    NetworkFactory(slug="calanques")
    OrganizationFactory(network=NetworkFactory(slug="restanques"), slug="ailleurs")
    assert client.get("/r/calanques/structures/ailleurs/").status_code == 404
    assert client.get("/r/restanques/structures/ailleurs/").status_code == 200


def test_kept_networks_follow_the_generation(client, db):
    Generation.objects.get_or_create(pk=1, defaults={"value": 1})
    network = NetworkFactory(name="Avant")
    assert "Avant" in client.get("/le-reseau/").text
    network.name = "Après"
    network.save()
    assert "Après" in client.get("/le-reseau/").text
