"""A project shared with one organization, and its need; a file that is not shared yet, and an offer for it."""

from datetime import datetime
from typing import Any

import pytest

from laplateforme.core import search
from laplateforme.projects.models import Need, Project
from tests.factories.guidance import PublishedOfferFactory
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


@pytest.fixture
def file(world: Room, now: datetime) -> Project:
    return opened(world, now)


@pytest.fixture
def offer(world: Room) -> Any:
    """Premises, offered by the receiver, found by whoever searches."""
    made = PublishedOfferFactory(organization=world.receiver, themes=["PREMISES"], stages=["IDEA"], name="Un bureau")
    search.rebuild()
    return made
