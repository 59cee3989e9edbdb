"""One network with a stranger beside it; files of papers in a folder of the test."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.guidance import Room, room


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LP_DATA_DIR = tmp_path
    return room()
