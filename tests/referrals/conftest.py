"""A project shared with one organization, and its need."""

from datetime import datetime

import pytest

from laplateforme.projects.models import Need, Project
from tests.factories.projects import Room, agreed, opened, room


@pytest.fixture
def world(db: None) -> Room:
    return room()


@pytest.fixture
def project(world: Room, noon: datetime) -> Project:
    found = opened(world, noon)
    agreed(found, world.receiver, noon)
    return found


@pytest.fixture
def need(project: Project) -> Need:
    return project.needs.get()
