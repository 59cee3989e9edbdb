"""What tests of the site share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, SectionPage, SiteRoot
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory


@pytest.fixture
def network(db: None) -> Network:
    return NetworkFactory(slug="calanques", name="Réseau des Calanques")


@pytest.fixture
def root(network: Network, noon: datetime) -> SiteRoot:
    return actions.open_site(network=network, at=noon)


@pytest.fixture
def section(root: SiteRoot, noon: datetime) -> SectionPage:
    return actions.create_section(parent=root, values={"title": "Actualités"}, at=noon)


@pytest.fixture
def writer(network: Network) -> Any:
    return MembershipFactory(network=network, role=Role.WRITER).user


@pytest.fixture
def facilitator(network: Network) -> Any:
    return MembershipFactory(network=network, role=Role.FACILITATOR).user


@pytest.fixture
def write(section: SectionPage, noon: datetime) -> Callable[..., ArticlePage]:
    """A text of the section, online unless `online` says otherwise."""

    def go(title: str = "Une table pour seize", *, online: bool = True, **more: Any) -> ArticlePage:
        named = {name: more.pop(name) for name in ("model", "by", "keywords", "authors", "slug") if name in more}
        where = more.pop("section", section)
        page = actions.write_article(section=where, values={"title": title, **more}, at=noon, **named)
        return actions.publish_article(page=page, at=noon) if online else page

    return go
