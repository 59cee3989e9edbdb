"""A small network to import into."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from laplateforme.exchange import actions
from laplateforme.exchange.models import ImportBatch
from laplateforme.network.models import Organization
from tests.factories import guidance as people
from tests.factories.exchange import named
from tests.factories.places import CommuneFactory

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def room(db: None) -> people.Room:
    CommuneFactory()
    return people.room()


@pytest.fixture
def previewed(room: people.Room, noon: datetime) -> Callable[..., ImportBatch]:
    """Opens and previews a file for the network."""

    def run(content: bytes, *, source: str = "Tableur", **options: Any) -> ImportBatch:
        chosen = {name: options.pop(name) for name in ("organization", "mapping") if name in options}
        batch = actions.open_import(
            network=room.network, source_name=source, file=named(content), file_name="offres.csv",
            by=room.facilitator, at=noon, **chosen,
        )  # fmt: skip
        organizations = list(Organization.objects.of_network(room.network))
        return actions.preview_import(batch=batch, organizations=organizations, at=noon, **options)

    return run


@pytest.fixture
def shared_data() -> Path:
    if not DATA.exists():
        pytest.skip("../shared/data is not here: files of others are not part of the repository")
    return DATA
