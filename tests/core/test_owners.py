"""Whose a row and its fields are, as the models declare it: nothing is left to guess."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from laplateforme.core.owners import link_of, links_of, models_about_accounts, own_fields
from laplateforme.core.privacy import Level
from laplateforme.forum.models import Post
from laplateforme.groups.models import Attendance, GroupMember
from laplateforme.network.models import Invitation, Membership
from laplateforme.projects.models import Note, Project

MODELS = list(models_about_accounts())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_that_knows_several_accounts_says_whose_each_field_is(model: type[models.Model]) -> None:
    links = links_of(model)
    unclear = [
        name
        for name, rule in model.personal.items()  # type: ignore[attr-defined]
        if name not in links and rule.of is None and len(links) > 1 and rule.level in {Level.PUBLIC, Level.PROFESSIONAL}
    ]
    assert unclear == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_is_said_about_accounts_exists(model: type[models.Model]) -> None:
    links = links_of(model)
    assert set(getattr(model, "goes_with_account", ())) <= set(links)
    said = {rule.of for rule in model.personal.values() if rule.of}  # type: ignore[attr-defined]
    assert said <= set(links)
    for link in links.values():
        assert list(model._base_manager.none().filter(**{link.path: None})) == []


def test_every_row_that_an_account_would_take_with_it_is_thought_of() -> None:
    """A row of ours that the database ties to an account goes with it, or stays by what is written here."""
    stays = {"groups.GroupMember", "groups.Admission"}  # who took part and who asked to: the group's own memory
    tied = {
        model._meta.label: model
        for model in apps.get_models()
        if model.__module__.startswith("laplateforme.")
        for one in model._meta.concrete_fields
        if one.related_model is not None
        and one.related_model._meta.label == settings.AUTH_USER_MODEL
        and one.remote_field.on_delete is models.CASCADE
    }
    assert {label for label, model in tied.items() if not model.goes_with_account} == stays


def test_members_write_about_others_and_about_themselves() -> None:
    assert [name for name, _rule, _link in own_fields(Post)] == ["author_name", "author_email", "text"]
    assert link_of(Post, "text").name == "author"  # type: ignore[union-attr]
    assert [name for name, _rule, _link in own_fields(Note)] == []
    assert [name for name, _rule, _link in own_fields(Project)] == []
    assert link_of(Membership, "user").path == "user"  # type: ignore[union-attr]
    assert links_of(Attendance)["member"].path == "member__user"
    assert links_of(GroupMember)["user"].path == "user"
    assert links_of(Invitation)["email"].by_address
