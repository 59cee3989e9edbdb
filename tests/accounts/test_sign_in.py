"""Sign-in by code, second factor, sessions: the whole way, through the pages."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import settings as house
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

LOGIN = "/compte/connexion/"


def code_sent_to(address: str) -> str:
    mail = OutgoingMail.objects.filter(to=address).latest("created_at")
    found = re.search(r"^([A-Z0-9-]{4,})$", mail.text, re.M)
    assert found is not None
    return found[1]


def sign_in(client: Client, address: str) -> Any:
    client.post(LOGIN, {"login": address})
    return client.post("/compte/connexion/code/", {"code": code_sent_to(address)})


@pytest.fixture
def adviser(db: None) -> Any:
    network = NetworkFactory(slug="calanques")
    organization = OrganizationFactory(network=network)
    return MembershipFactory(network=network, organization=organization, role="ADVISER", user__with_address=True).user


def give_app(user: Any) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def app_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_code_by_mail_signs_in(client, db):
    user = UserFactory(with_address=True)
    response = sign_in(client, user.email)
    assert response.url == reverse("portal:todo")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_page_holds_one_field(client, db):
    page = client.get(LOGIN)
    assert list(page.context["form"].fields) == ["login"]


def test_code_mail_waits_for_the_worker_and_says_nothing_personal(client, db, mailoutbox, run_tasks):
    user = UserFactory(with_address=True, name="Nadia Ruel")
    client.post(LOGIN, {"login": user.email})
    assert mailoutbox == []
    run_tasks()
    (mail,) = mailoutbox
    assert mail.subject == "À saisir : votre code pour vous connecter"
    assert "Nadia" not in mail.subject + mail.body


def test_unknown_address_gets_the_same_answer_and_no_mail(client, db):
    known = UserFactory(with_address=True)
    answers = []
    for address in (known.email, "inconnue@calanques.example"):
        visitor = Client()
        first = visitor.post(LOGIN, {"login": address})
        second = visitor.get(first.url)
        third = visitor.post(first.url, {"code": "AAAA-AAAA"})
        text = re.sub(r'value="[A-Za-z0-9]{64}"', "", second.text).replace(address, "")
        text = re.sub(r'"x-csrftoken": "\w+"', "", text)
        answers.append((first.status_code, first.url, second.status_code, text, third.status_code))
    assert answers[0] == answers[1]
    assert [mail.to for mail in OutgoingMail.objects.all()] == [known.email]


def test_three_wrong_codes_begin_again(client, db):
    user = UserFactory(with_address=True)
    client.post(LOGIN, {"login": user.email})
    answers = [client.post("/compte/connexion/code/", {"code": "AAAA-AAAA"}).status_code for _ in range(3)]
    assert answers[-1] == 302
    assert "_auth_user_id" not in client.session


def test_asking_again_and_again_waits_but_only_from_there(client, db):
    user = UserFactory(with_address=True)
    answers = [client.post(LOGIN, {"login": user.email}, REMOTE_ADDR="203.0.113.9").status_code for _ in range(7)]
    assert answers[-1] == 429
    assert Client().post(LOGIN, {"login": user.email}, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_role_that_sees_others_is_led_to_a_second_factor(client, adviser):
    sign_in(client, adviser.email)
    response = client.get("/membres/")
    assert response.url == "/compte/second-facteur/"
    assert client.get(response.url).status_code == 200
    assert client.get("/liens/").url == "/compte/second-facteur/"


def test_role_without_others_data_is_left_alone(client, db):
    writer = MembershipFactory(role="WRITER", user__with_address=True).user
    sign_in(client, writer.email)
    assert client.get("/membres/").status_code == 200


def test_setting_up_an_app_opens_the_pages_at_once(client, adviser):
    sign_in(client, adviser.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert response.status_code == 302
    assert client.get("/membres/").status_code == 200


def test_sign_in_by_code_asks_the_app_as_well(client, adviser):
    secret = give_app(adviser)
    response = sign_in(client, adviser.email)
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"code": app_code(secret)})
    assert client.get("/membres/").status_code == 200


def test_recovery_code_opens_once(client, adviser):
    give_app(adviser)
    codes = RecoveryCodes.activate(adviser)
    code = codes.get_unused_codes()[0]
    sign_in(client, adviser.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/membres/").status_code == 200
    assert code not in Authenticator.objects.get(user=adviser, type="recovery_codes").wrap().get_unused_codes()


def test_session_without_the_proof_is_asked_for_it(client, adviser):
    sign_in(client, adviser.email)
    give_app(adviser)
    response = client.get("/membres/")
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert client.get(response.url).status_code == 200


def test_one_click_persona_passes_in_the_demonstration_only(client, adviser, settings):
    client.force_login(adviser)
    assert client.get("/membres/").status_code == 200
    settings.LP_DEMO = False
    assert client.get("/membres/").url == "/compte/second-facteur/"


def test_facilitator_session_ends_after_half_an_hour_idle(client, db, monkeypatch):
    facilitator = MembershipFactory(role="FACILITATOR").user
    client.force_login(facilitator)
    assert client.get("/membres/").status_code == 200
    later = time.time() + 31 * 60
    monkeypatch.setattr("laplateforme.accounts.middleware.time.time", lambda: later)
    response = client.get("/membres/")
    assert response.url.startswith(LOGIN)
    assert "_auth_user_id" not in client.session
    assert "ended" in response.url
    assert client.get(response.url).status_code == 200


def test_adviser_session_lasts_twelve_hours(client, adviser, monkeypatch):
    client.force_login(adviser)
    client.get("/membres/")
    started = time.time()
    monkeypatch.setattr("laplateforme.accounts.middleware.time.time", lambda: started + 11 * 3600)
    assert client.get("/membres/").status_code == 200
    monkeypatch.setattr("laplateforme.accounts.middleware.time.time", lambda: started + 13 * 3600)
    assert client.get("/membres/").status_code == 302


def test_devices_are_listed_and_closed(client, db):
    user = UserFactory(with_address=True)
    sign_in(client, user.email)
    elsewhere = Client()
    sign_in(elsewhere, user.email)
    page = client.get(reverse("usersessions_list"))
    assert [device.is_this_one for device in page.context["devices"]] == [True, False]
    other = page.context["devices"][1].pk
    client.post(reverse("accounts:close_session", args=[other]))
    assert elsewhere.get(reverse("accounts:profile")).url.startswith(LOGIN)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_nobody_closes_the_device_of_somebody_else(client, db):
    user, other = UserFactory(with_address=True), UserFactory(with_address=True)
    sign_in(client, user.email)
    stranger = Client()
    sign_in(stranger, other.email)
    mine = UserSession.objects.get(user=user).pk
    stranger.post(reverse("accounts:close_session", args=[mine]))
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_profile_saves_and_shows_both_versions_when_two_wrote(client, db):
    user = UserFactory()
    client.force_login(user)
    sent = {"name": "Nadia Ruel", "language": "en", "version": 1}
    assert client.post(reverse("accounts:profile"), sent).status_code == 302
    assert client.post(reverse("accounts:profile"), {**sent, "name": "Autre"}).status_code == 409
    user.refresh_from_db()
    assert (user.name, user.language) == ("Nadia Ruel", "en")


@pytest.mark.parametrize(
    "name", ["accounts:profile", "accounts:second_factor", "usersessions_list", "mfa_index", "mfa_add_webauthn",
             "mfa_list_webauthn", "mfa_activate_totp", "account_logout"]
)  # fmt: skip
def test_account_page_opens_for_its_owner_and_asks_nobody_else(client, db, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(UserFactory(with_address=True))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "undefined:" not in response.text


@pytest.mark.parametrize(
    "name",
    ["mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"],
)
def test_second_factor_page_opens_after_the_proof(client, adviser, name):
    secret = give_app(adviser)
    RecoveryCodes.activate(adviser)
    sign_in(client, adviser.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert "undefined:" not in response.text


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_inactive"])
def test_public_account_page_opens_for_anybody(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "undefined:" not in response.text


def test_nobody_signs_up(client, db):
    response = client.post(reverse("account_signup"), {"email": "neuve@calanques.example"})
    assert "invitation" in response.text
    assert OutgoingMail.objects.count() == 0


def test_passkey_options_are_given_to_the_sign_in_page(client, db):
    response = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json", HTTP_HOST="localhost")
    assert response.json()["request_options"]["publicKey"]["rpId"] == "localhost"


def test_demo_lists_invented_people_only_and_signs_in(client, db):
    invented = MembershipFactory(network=NetworkFactory(is_demo=True)).user
    real = MembershipFactory(network=NetworkFactory(is_demo=False)).user
    page = client.get("/compte/demo/")
    assert invented.name in page.text
    assert real.name not in page.text
    assert client.post("/compte/demo/", {"persona": str(real.pk)}).status_code == 404
    assert client.post("/compte/demo/", {"persona": str(invented.pk)}).status_code == 302
    assert client.session["_auth_user_id"] == str(invented.pk)


def test_demo_page_does_not_exist_elsewhere(client, db, settings):
    settings.LP_DEMO = False
    assert client.get("/compte/demo/").status_code == 404
    assert house.LP_DEMO is False


def test_language_and_theme_are_forgotten(client, db):
    client.force_login(UserFactory())
    client.cookies["lp_theme"] = "dark"
    response = client.post(reverse("accounts:forget_preferences"))
    assert response.cookies["lp_theme"]["max-age"] == 0


def test_recovery_codes_open_right_after_the_app_is_set_up(client, adviser):
    sign_in(client, adviser.email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert client.get(response.url).status_code == 200


def test_passkey_is_asked_before_a_code_that_nobody_has_seen(client, adviser):
    sign_in(client, adviser.email)
    Authenticator.objects.create(user=adviser, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé"})
    RecoveryCodes.activate(adviser)
    assert client.get("/membres/").url.startswith(reverse("mfa_reauthenticate_webauthn"))
