"""What tests of the site share."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, SectionPage, SiteRoot
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.queries.old_plan import Plan, plan_of
from laplateforme.editorial.spip.old_site import OldSite, assemble
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.editorial.old_site import ROWS
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
def leads(facilitator: Any) -> Client:
    """Signed in as a facilitator."""
    client = Client()
    client.force_login(facilitator)
    return client


@pytest.fixture
def write(section: SectionPage, noon: datetime) -> Callable[..., ArticlePage]:
    """A text of the section, online unless `online` says otherwise."""

    def go(title: str = "Une table pour seize", *, online: bool = True, **more: Any) -> ArticlePage:
        named = {name: more.pop(name) for name in ("model", "by", "keywords", "authors", "slug") if name in more}
        where = more.pop("section", section)
        page = actions.write_article(section=where, values={"title": title, **more}, at=noon, **named)
        return actions.publish_article(page=page, at=noon) if online else page

    return go


@pytest.fixture
def old() -> OldSite:
    """A small old site, as its backup tells it."""
    return assemble(ROWS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """IMG with a picture and a text; a file outside it that nobody should reach."""
    img = tmp_path / "site/IMG"
    (img / "png").mkdir(parents=True)
    (img / "txt").mkdir()
    out = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "PNG")
    (img / "png/dessin.png").write_bytes(out.getvalue())
    (img / "txt/guide.txt").write_text("Le guide")
    (tmp_path / "secret.txt").write_text("secret")
    return img


@pytest.fixture
def plan(network: Network, old: OldSite, folder: Path, noon: datetime) -> Callable[..., Plan]:
    """What bringing the old site over would do."""

    def go(**more: Any) -> Plan:
        said = {"network": network, "old": old, "source": "ancien", "files": OldFiles(folder), "at": noon, **more}
        return plan_of(**said)

    return go


@pytest.fixture
def brought(plan: Callable[..., Plan], noon: datetime) -> Plan:
    """The old site, brought over."""
    made = plan()
    actions.bring_old_site(plan=made, at=noon)
    return made
