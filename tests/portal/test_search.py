"""One search for all: what is written on the site, in groups and on boards is shown beside the offers."""

import re
from datetime import datetime

import pytest

from laplateforme.core import search
from laplateforme.editorial import actions as site
from laplateforme.forum import actions as forum
from laplateforme.forum.enums import Readers
from laplateforme.groups.actions import group as groups
from laplateforme.vocabulary.enums import Role
from tests.factories.guidance import client_of
from tests.factories.network import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def texts_of(page: str) -> dict[str, str]:
    """Title → address, of what is to be read on the subject."""
    part = page.partition('id="also-texts"')[2].partition("</section>")[0]
    return {title: address for address, title in re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)}


def test_what_is_written_answers_the_words_too(noon: datetime) -> None:
    network = NetworkFactory(slug="calanques", name="Les Calanques", is_published=True)
    by = MembershipFactory(network=network, role=Role.FACILITATOR).user
    root = site.open_site(network=network, at=noon)
    section = site.create_section(parent=root, values={"title": "Récits"}, at=noon)
    values = {"title": "Une ressourcerie au Merlan"}
    article = site.write_article(section=section, values=values, at=noon, by=by)
    draft = site.write_article(section=section, values={"title": "Ressourcerie, brouillon"}, at=noon, by=by)
    site.publish_article(page=article, at=noon, by=by)
    shown = groups.open_group(network=network, name="Ressourceries ensemble", at=noon, by=by, is_public=True)
    groups.open_group(network=network, name="Ressourceries à part", at=noon, by=by, is_public=False)
    for readers in (Readers.PUBLIC, Readers.MEMBERS):
        board = forum.open_board(network=network, name=readers, readers=readers, at=noon, by=by)
        topic = forum.open_topic(network=network, board=board, title=f"Ressourcerie {readers}", at=noon)
        forum.reply(topic=topic, text="Qui a un camion ?", at=noon, by=by)
    search.rebuild()

    page = client_of(None).get("/r/calanques/annuaire/?q=ressourcerie").content.decode()

    found = texts_of(page)
    assert set(found) == {"Une ressourcerie au Merlan", "Ressourceries ensemble", "Ressourcerie public"}
    assert draft.title not in page
    for title, address in found.items():
        answer = client_of(None).get(address)
        assert answer.status_code == 200, address
        assert title in answer.content.decode()

    groups.edit_group(group=shown, at=noon, by=by, is_public=False)
    assert "Ressourceries ensemble" not in texts_of(
        client_of(None).get("/r/calanques/annuaire/?q=ressourcerie&rayon=0").content.decode()
    )
