"""Nothing that somebody wrote is lost when their session ends, with or without JavaScript."""

import re
import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import Draft
from laplateforme.network.models import PracticeVersion
from tests.factories.accounts import UserFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
WORDS = {"collective": "Nous réunissons l’équipe avant d’écrire.", "cooperation": "", "governance": "", "utility": ""}
KEPT = "Votre texte est gardé"


@pytest.fixture
def house() -> Any:
    network = NetworkFactory(slug="calanques")
    organization = OrganizationFactory(network=network, functions=["WELCOME"])
    return MembershipFactory(network=network, organization=organization, role="ADVISER")


@pytest.fixture
def page(house: Any) -> str:
    return reverse("network:edit_practice", args=[house.organization.slug, "WELCOME"])


def hidden_fields(html: str, action: str) -> dict[str, str]:
    """What the form of the page that leads to `action` carries."""
    form = next(one for one in re.findall(r"<form.*?</form>", html, re.S) if f'action="{action}"' in one)
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_what_was_sent_after_the_session_is_given_back_and_sent(client: Client, house: Any, page: str) -> None:
    answer = client.post(page, WORDS)
    assert answer.url.startswith(reverse("account_login"))
    assert "votre texte est gardé" in client.get(answer.url).content.decode()

    client.force_login(house.user)
    given_back = client.get(page).content.decode()
    assert KEPT in given_back
    assert WORDS["collective"] in unescape(given_back)
    fields = hidden_fields(given_back, page)
    assert fields == WORDS

    assert client.post(page, fields).status_code == 302
    assert PracticeVersion.objects.get().collective == WORDS["collective"]
    assert KEPT not in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["links", "positioning"])
def test_a_public_page_that_members_write_on_keeps_their_words_too(client: Client, house: Any, name: str) -> None:
    page = reverse(f"network:{name}")
    answer = client.post(page, {"text": "Ce que nous avons en commun.", "terms": "Un appel avant."})
    assert answer.url.startswith(reverse("account_login"))
    client.force_login(house.user)
    assert KEPT in client.get(page).content.decode()


def test_a_session_that_ends_by_itself_keeps_the_words_for_its_owner(
    client: Client, house: Any, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facilitator = MembershipFactory(network=house.network, role="FACILITATOR").user
    colleague = MembershipFactory(network=house.network, role="FACILITATOR").user
    client.force_login(facilitator)
    assert client.get(page).status_code == 200
    later = time.time() + 31 * 60
    monkeypatch.setattr("laplateforme.accounts.middleware.time.time", lambda: later)
    assert client.post(page, WORDS).url.startswith(reverse("account_login"))
    monkeypatch.undo()

    client.force_login(colleague)
    assert KEPT not in client.get(page).content.decode()
    client.logout()
    client.force_login(facilitator)
    assert KEPT not in client.get(page).content.decode(), "a sign-out forgets"


def test_the_owner_of_an_ended_session_gets_the_words_back(
    client: Client, house: Any, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facilitator = MembershipFactory(network=house.network, role="FACILITATOR").user
    client.force_login(facilitator)
    client.get(page)
    later = time.time() + 31 * 60
    monkeypatch.setattr("laplateforme.accounts.middleware.time.time", lambda: later)
    client.post(page, WORDS)
    monkeypatch.undo()
    client.force_login(facilitator)
    assert hidden_fields(client.get(page).content.decode(), page) == WORDS


def test_the_words_may_be_thrown_away(client: Client, house: Any, page: str) -> None:
    client.post(page, WORDS, headers={"Referer": f"http://testserver{page}"})
    client.force_login(house.user)
    assert client.post(reverse("core:forget_unsent")).url == page
    assert KEPT not in client.get(page).content.decode()
    assert not PracticeVersion.objects.exists()


def test_words_wait_an_hour_and_no_longer(
    client: Client, house: Any, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(page, WORDS)
    client.force_login(house.user)
    later = time.time() + 3601
    monkeypatch.setattr("laplateforme.core.unsent.time.time", lambda: later)
    assert KEPT not in client.get(page).content.decode()


def test_other_pages_open_as_usual_meanwhile(client: Client, house: Any, page: str) -> None:
    client.post(page, WORDS)
    client.force_login(house.user)
    assert KEPT not in client.get(reverse("network:practice")).content.decode()


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("core:save_draft", {}),
        ("mfa_activate_totp", {}),
        ("network:edit_practice", {"Sec-Fetch-Mode": "cors"}),
    ],
)
def test_proofs_and_what_pages_send_by_themselves_are_not_kept(
    client: Client, house: Any, page: str, name: str, headers: dict[str, str]
) -> None:
    arguments = {"core:save_draft": ["x"], "network:edit_practice": [house.organization.slug, "WELCOME"]}
    client.post(reverse(name, args=arguments.get(name, [])), WORDS, headers=headers)
    assert "lp_unsent" not in client.session


def test_an_immense_form_is_not_kept(client: Client, page: str) -> None:
    client.post(page, {"collective": "mot " * 60_000})
    assert "lp_unsent" not in client.session


def test_a_form_of_an_older_sign_in_is_given_back_if_the_browser_says_it_is_ours(house: Any, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.user)
    wrong = {**WORDS, "csrfmiddlewaretoken": "a" * 64}

    answer = client.post(page, wrong, headers={"Origin": "http://testserver"})

    assert answer.status_code == 403
    html = answer.content.decode()
    assert WORDS["collective"] in unescape(html)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token is not None
    again = {**hidden_fields(html, page), "csrfmiddlewaretoken": token[1]}
    assert client.post(page, again, headers={"Origin": "http://testserver"}).status_code == 302
    assert PracticeVersion.objects.get().collective == WORDS["collective"]


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
def test_a_form_of_another_site_is_refused_without_a_button(house: Any, page: str, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.user)
    answer = client.post(page, WORDS, headers=headers)
    assert answer.status_code == 403
    assert WORDS["collective"] not in unescape(answer.content.decode())
    assert not PracticeVersion.objects.exists()


@pytest.mark.parametrize("name", ["practice", "organization", "positioning", "question"])
def test_drafts_are_offered_again_on_every_long_form(client: Client, house: Any, name: str) -> None:
    user = MembershipFactory(network=house.network, role="FACILITATOR").user
    slug = house.organization.slug
    pages = {
        "practice": (reverse("network:edit_practice", args=[slug, "WELCOME"]), "collective"),
        "organization": (reverse("network:edit_organization", args=[slug]), "description"),
        "positioning": (reverse("network:positioning"), "text"),
        "question": (reverse("guidance:new_key_question"), "short_answer"),
    }
    page, field = pages[name]
    client.force_login(user)
    html = client.get(page).content.decode()
    address = re.search(r'data-autosave-url="([^"]+)"', html)
    assert address is not None
    assert "core/js/forms.js" in html
    client.post(address[1], {field: "Une phrase à moitié écrite"})

    assert "Reprendre votre brouillon" in client.get(page).content.decode()
    resumed = client.get(f"{page}?reprendre=1")
    assert "Une phrase à moitié écrite" in resumed.content.decode()
    assert resumed.context["form"].errors == {}

    thrown = client.post(reverse("core:forget_draft", args=[Draft.objects.get().form]), {"next": page})
    assert thrown.url == page
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_its_owner_only(client: Client) -> None:
    owner, other = UserFactory(), UserFactory()
    Draft.objects.create(owner_id=owner.pk, form="offer-new", data={})
    client.force_login(other)
    client.post(reverse("core:forget_draft", args=["offer-new"]))
    assert Draft.objects.filter(owner_id=owner.pk).exists()
