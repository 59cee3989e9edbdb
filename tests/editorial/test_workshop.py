"""The workshop: who comes in, what is open, and that nobody of one network meets a thing of the other."""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image
from wagtail.models import Page

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, AttachedFile, EventPage, Picture, PortraitPage
from laplateforme.editorial.queries.body import raw_blocks
from laplateforme.network.models import Membership, Network
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.shares import share

pytestmark = pytest.mark.django_db
WORDS = {"picture": "Zqpicturekv", "file": "Zqfilekv", "text": "Zqtextkv", "keyword": "Zqwordkv", "section": "Zqseckv"}


def drawn(shade: int = 90) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (shade, shade, shade)).save(out, "JPEG", exif=Image.Exif())
    return out.getvalue()


class Side:
    """A network with a text of each kind, a picture, a file, a keyword: all named by `mark`."""

    def __init__(self, slug: str, mark: str, noon: datetime) -> None:
        self.network: Network = NetworkFactory(slug=slug, name=f"Réseau {slug}")
        self.root = actions.open_site(network=self.network, at=noon)
        self.writer = MembershipFactory(network=self.network, role=Role.WRITER).user
        self.facilitator = MembershipFactory(network=self.network, role=Role.FACILITATOR).user
        word = {name: f"{value}{mark}" for name, value in WORDS.items()}
        self.words = set(word.values())
        self.section = actions.create_section(parent=self.root, values={"title": word["section"]}, at=noon)
        self.picture = actions.keep_picture(
            root=self.root, content=drawn(), title=word["picture"], alternative=word["picture"], at=noon
        )
        self.file = actions.keep_file(root=self.root, name="a.txt", content=b"x", title=word["file"], at=noon)
        group = actions.create_keyword_group(network=self.network, name=f"Lieux {mark}", at=noon)
        self.keyword = actions.create_keyword(group=group, name=word["keyword"], at=noon)
        self.pages = [
            actions.write_article(
                section=self.section, values={"title": f"{word['text']} {model.__name__}", **more}, at=noon,
                model=model, by=self.writer, keywords=[self.keyword],
            )
            for model, more in ((ArticlePage, {}), (PortraitPage, {}), (EventPage, {"starts_at": noon}))
        ]  # fmt: skip
        self.page = self.pages[0]

    def client(self, user: Any = None) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user or self.writer)
        session = client.session
        session["second_factor_passed"] = session["demo_signed_in"] = True
        session.save()
        return client

    def at(self, path: str) -> str:
        return f"/r/{self.network.slug}{path}"

    def edit(self, page: Page | None = None) -> str:
        return self.at(f"/atelier/pages/{(page or self.page).pk}/edit/")


@pytest.fixture
def ours(noon: datetime) -> Side:
    return Side("calanques", "a", noon)


@pytest.fixture
def theirs(noon: datetime) -> Side:
    return Side("restanques", "b", noon)


def form(side: Side, **values: Any) -> dict[str, Any]:
    """What the editor sends for the first text of `side`."""
    side.page.refresh_from_db()
    plain = {
        "title": side.page.title,
        "slug": side.page.slug,
        "kind": "article",
        "takes_replies": "on",
        "body-count": 0,
    }
    return {**plain, "loaded_revision_id": side.page.latest_revision_id, **values}


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """One block of a sent text."""
    fields = {f"body-0-value{name}": one for name, one in value.items()}
    return {"body-count": 1, "body-0-type": kind, "body-0-order": 0, "body-0-deleted": "", "body-0-id": "", **fields}


# ---------------------------------------------------------------- who


def test_without_signing_in_one_is_asked_who_one_is(ours: Side) -> None:
    response = Client().get(ours.edit())
    assert response.status_code == 302
    assert "/compte/connexion/" in response.headers["Location"]


@pytest.mark.parametrize("role", [Role.HOLDER, Role.FUNDER, Role.AMBASSADOR, Role.ADVISER, Role.ORGANIZATION_MANAGER])
def test_for_whoever_does_not_write_there_is_no_workshop(ours: Side, role: Role) -> None:
    organization = OrganizationFactory() if role in Role.IN_ORGANIZATION else None
    stranger = MembershipFactory(network=ours.network, role=role, organization=organization).user
    for path in ("/atelier/", ours.edit().removeprefix("/r/calanques"), "/atelier/images/chooser/", "/atelier/sprite/"):
        assert ours.client(stranger).get(ours.at(path)).status_code == 404, path


@pytest.mark.parametrize("who", ["writer", "facilitator"])
def test_those_who_write_open_each_kind_of_text(ours: Side, who: str) -> None:
    client = ours.client(getattr(ours, who))
    for page in ours.pages:
        response = client.get(ours.edit(page))
        assert response.status_code == 200, page
        assert page.title in response.content.decode()


def test_a_facilitator_without_second_factor_is_asked_for_it(ours: Side, settings: Any) -> None:
    settings.LP_DEMO = False
    client = Client()
    client.force_login(ours.facilitator)
    response = client.get(ours.edit())
    assert response.headers["Location"] == ours.at(reverse("accounts:second_factor"))


def test_a_role_withdrawn_closes_the_workshop_at_once(ours: Side) -> None:
    client = ours.client()
    assert client.get(ours.edit()).status_code == 200
    Membership.objects.filter(user=ours.writer).delete()
    assert client.get(ours.edit()).status_code == 404


# ---------------------------------------------------------------- what is open


def routes() -> Iterator[tuple[str, list[str]]]:
    """Every address of Wagtail's administration, as the workshop would mount it."""

    def walk(patterns: list[Any], start: str) -> Iterator[str]:
        for pattern in patterns:
            here = start + re.sub(r"^\^|\$$|\\Z$", "", str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                yield here

    for route in walk(get_resolver(settings.LP_WORKSHOP_URLCONF).url_patterns, ""):
        if route.startswith("atelier/"):
            plain = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda m: "{" + (m[1] or m[2]) + "}", route)
            yield plain, re.findall(r"{(\w+)}", plain)


def test_every_address_of_the_workshop_shows_nothing_of_the_other_network(ours: Side, theirs: Side) -> None:
    """Each address that Wagtail has, with things of ours and of theirs: never a word of theirs, never a fault."""
    numbers = [str(row.pk) for row in (theirs.root, theirs.section, *theirs.pages, theirs.picture, theirs.file)]
    plain = {"app_label": "editorial", "app_name": "editorial", "model_name": "articlepage", "action": "delete"}
    plain |= {"content_type_app_name": "editorial", "content_type_model_name": "articlepage", "filter_spec": "max-9x9"}
    paths = set()
    for route, names in routes():
        for number in numbers[:1] + numbers[2:3] + numbers[-2:]:
            paths.add("/" + route.format(**{name: plain.get(name, number) for name in names}))
    assert len(paths) > 150
    client = ours.client(ours.facilitator)
    told = []
    for path in share(sorted(paths)):
        for query in ("", f"?q={WORDS['text']}", f"?id={numbers[2]}&p=1&page_type=editorial.eventpage"):
            response = client.get(ours.at(f"{path}{query}"))
            text = response.content.decode(errors="replace")
            told += [f"{path}{query}: {word}" for word in theirs.words if word in text]
            if response.status_code >= 500:
                told.append(f"{path}{query} answers {response.status_code}")
    assert told == []


def test_nothing_but_the_editor_of_one_text_is_open(ours: Side) -> None:
    client = ours.client(ours.facilitator)
    number = ours.page.pk
    for path in (
        *("reports/site-history/", "reports/locked/", "reports/workflow/", "users/", "groups/", "collections/"),
        *("workflows/list/", "account/", "api/main/pages/", "pages/search/?q=a", "images/", "documents/"),
        *(f"pages/{number}/{one}/" for one in ("delete", "copy", "move", "unpublish", "history", "usage", "lock")),
        *(
            "tag-autocomplete/?term=a",
            "password_reset/",
            "login/",
            f"pages/add/editorial/articlepage/{ours.section.pk}/",
        ),
    ):
        assert client.get(ours.at(f"/atelier/{path}")).status_code == 404, path
    for path in ("", "pages/", f"pages/{ours.section.pk}/"):
        assert client.get(ours.at(f"/atelier/{path}")).headers["Location"] == ours.at("/redaction/")


def test_the_choosers_show_ours_and_never_theirs(ours: Side, theirs: Side) -> None:
    client = ours.client()
    shown = ""
    for path in (
        *(
            "images/chooser/?q=Zq",
            "documents/chooser/?q=Zq",
            "images/chooser/",
            "images/chooser/results/",
            "documents/chooser/",
            "documents/chooser/results/",
        ),
        *("choose-page/", f"choose-page/{ours.section.pk}/", f"choose-page/{theirs.section.pk}/", "choose-page/1/"),
        *(f"choose-page/search/?q={WORDS['text']}", "choose-page/?page_type=editorial.eventpage"),
    ):
        response = client.get(ours.at(f"/atelier/{path}"), follow=True)
        assert response.status_code == 200, path
        shown += (
            json.loads(response.content).get("html", "")
            if b'"html"' in response.content[:20]
            else response.content.decode()
        )
    assert [word for word in theirs.words if word in shown] == []
    assert {word for word in ours.words if word in shown} >= ours.words - {f"{WORDS['keyword']}a"}


def test_the_editor_offers_the_keywords_of_its_network_only(ours: Side, theirs: Side) -> None:
    text = ours.client().get(ours.edit()).content.decode()
    assert ours.keyword.name in text
    assert theirs.keyword.name not in text


# ---------------------------------------------------------------- what is sent


def rich(kind: str, number: int) -> str:
    """A text of the editor whose two letters lead to something."""
    block = {"key": "a", "text": "vu", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"key": 0, "offset": 0, "length": 2}]
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": number}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def named(side: Side) -> dict[str, dict[str, Any]]:
    """Each way in which a sent text can name a thing."""
    picture, file = Picture.objects.get(pk=side.picture.pk), AttachedFile.objects.get(pk=side.file.pk)
    one = {"-count": 1, "-0-deleted": "", "-0-order": 0, "-0-id": "", "-0-value-title": ""}
    return {
        "the picture of the text": {"picture": picture.pk, "picture_alt": "Un four"},
        "a picture": block("picture", {"-image": picture.pk, "-alternative": "Un four"}),
        "a file": block("files", {**one, "-0-value-document": file.pk}),
        "a date": block("event", {"": side.pages[2].pk}),
        "a link to a page": block("text", {"": rich("LINK", side.page.pk)}),
        "a link to a file": block("text", {"": rich("DOCUMENT", file.pk)}),
    }


@pytest.mark.parametrize("way", range(6))
def test_a_text_that_names_something_of_another_network_is_refused_unread(ours: Side, theirs: Side, way: int) -> None:
    what, values = list(named(theirs).items())[way]
    for path in (ours.edit(), f"{ours.edit()}preview/"):
        response = ours.client().post(path, form(ours, **values))
        assert response.status_code == 404, what
        assert not [word for word in theirs.words if word in response.content.decode()]
    _, values = list(named(ours).items())[way]
    assert ours.client().post(ours.edit(), form(ours, **values)).status_code == 302, what


def test_a_text_of_another_network_cannot_be_written(ours: Side, theirs: Side) -> None:
    before = theirs.page.latest_revision_id
    for path in (ours.at(f"/atelier/pages/{theirs.page.pk}/edit/"), theirs.edit()):
        assert ours.client().post(path, form(theirs, title="Repris")).status_code == 404
    theirs.page.refresh_from_db()
    assert theirs.page.latest_revision_id == before


def test_what_is_kept_is_a_draft_that_the_text_page_shows(ours: Side) -> None:
    values = block("figure", {"-number": "64", "-meaning": "projets reçus en 2025", "-source": ""})
    response = ours.client().post(ours.edit(), form(ours, keywords=ours.keyword.pk, title="Le four est prêt", **values))
    assert response.headers["Location"] == ours.at(f"/redaction/textes/{ours.page.pk}/")
    ours.page.refresh_from_db()
    draft = ours.page.get_latest_revision_as_object()
    assert not draft.live
    assert draft.title == "Le four est prêt"
    assert [one["type"] for one in raw_blocks(draft)] == ["figure"]
    assert list(draft.keywords.all()) == [ours.keyword]


@pytest.mark.parametrize("deed", ["action-publish", "action-submit", "action-unpublish", "action-workflow-action"])
def test_the_workshop_publishes_nothing(ours: Side, deed: str) -> None:
    response = ours.client(ours.facilitator).post(ours.edit(), form(ours, **{deed: "1"}))
    assert response.status_code == 404
    ours.page.refresh_from_db()
    assert not ours.page.live


def test_a_picture_without_words_is_refused(ours: Side) -> None:
    values = block("picture", {"-image": ours.picture.pk, "-alternative": ""})
    for sent in (values, {"picture": ours.picture.pk, "picture_alt": ""}):
        response = ours.client().post(ours.edit(), form(ours, **sent))
        assert response.status_code == 200
        assert "error" in response.content.decode()


def test_a_picture_given_in_the_workshop_is_drawn_again_and_told(ours: Side) -> None:
    address = ours.at("/atelier/images/chooser/create/")
    given = {
        "image-chooser-upload-title": "Four",
        "image-chooser-upload-file": SimpleUploadedFile("DSC_1.jpg", drawn()),
    }
    client = ours.client()
    client.post(address, given)
    assert not Picture.objects.filter(title="Four").exists()
    given["image-chooser-upload-file"] = SimpleUploadedFile("DSC_1.jpg", drawn(), "image/jpeg")
    response = client.post(address, {**given, "image-chooser-upload-description": "Un four à pain"})
    assert response.status_code == 200
    kept = Picture.objects.get(title="Four")
    assert kept.collection == ours.root.collection
    assert kept.file.name.endswith(".webp")
    assert "DSC" not in kept.file.name


def test_whoever_saves_after_somebody_else_is_told_and_both_versions_stay(ours: Side) -> None:
    late = form(ours, title="Deuxième version")
    ours.client(ours.facilitator).post(ours.edit(), form(ours, title="Première version"))
    client = ours.client()
    client.post(ours.edit(), late)
    page = client.get(ours.at(f"/redaction/textes/{ours.page.pk}/"))
    assert "Les deux sont dans la liste des versions" in page.content.decode()
    titles = {revision.content["title"] for revision in ours.page.revisions.all()}
    assert {"Première version", "Deuxième version"} <= titles


@pytest.mark.parametrize(
    "values", [{"body-count": "mille"}, {"body-count": "1"}, {"picture": "x"}, {"title": "a" * 400}]
)
def test_what_no_editor_sends_is_refused_without_a_fault(ours: Side, values: dict[str, Any]) -> None:
    assert ours.client().post(ours.edit(), form(ours, **values)).status_code in {200, 404}


# ---------------------------------------------------------------- how


def test_the_looser_policy_stays_in_the_workshop(ours: Side) -> None:
    client = ours.client()
    assert "'unsafe-inline'" in client.get(ours.edit()).headers["Content-Security-Policy"]
    for path in ("/redaction/", f"/redaction/textes/{ours.page.pk}/", "/ressources/"):
        assert "'unsafe-inline'" not in client.get(ours.at(path)).headers["Content-Security-Policy"], path
    assert "'unsafe-inline'" not in client.get(ours.at("/atelier/users/")).headers["Content-Security-Policy"]


def test_the_editor_speaks_french_and_names_no_other_host(ours: Side) -> None:
    text = ours.client().get(ours.edit()).content.decode()
    assert 'lang="fr"' in text
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//([^/"']+)""", text)
    assert loaded == []
    assert "gravatar" not in text


def test_the_text_page_leads_to_the_workshop(ours: Side) -> None:
    text = ours.client().get(ours.at(f"/redaction/textes/{ours.page.pk}/")).content.decode()
    assert f'href="{ours.edit()}"' in text
    assert reverse("editorial:workshop_text", args=[1]) == "/atelier/pages/1/edit/"


def test_what_the_gate_reads_is_what_the_editor_sends() -> None:
    """The control of the names above: a block of each way is understood."""
    data = QueryDict(mutable=True)
    data.update(block("event", {"": "7"}))
    field = ArticlePage._meta.get_field("body").stream_block
    assert list(itertools.islice(field.value_from_datadict(data, {}, "body").raw_data, 1))[0]["type"] == "event"
