"""At a stand what was just noted is corrected for five minutes, without a connection; nothing of it is ever written."""

import pytest
from playwright.sync_api import expect

from tests.browser.booth import Booth, Phone
from tests.browser.test_stand import assert_nothing_readable, booth, phone  # noqa: F401  fixtures

CORRECT = "Corriger ce que je viens de noter"


@pytest.mark.offline
def test_what_was_just_noted_is_corrected_without_a_connection(booth: Booth, phone: Phone) -> None:  # noqa: F811
    page = phone.page
    phone.context.set_offline(True)
    phone.note("Xkwrongly")
    page.get_by_role("button", name=CORRECT).click()
    expect(page.locator("#first_name")).to_have_value("Xkwrongly")
    expect(page.locator("#means")).to_have_value("06 39 98 01 14")
    expect(page.locator("[data-correcting]")).to_be_visible()
    phone.note_here("Xkrightly")
    phone.home()
    page.get_by_role("button", name=CORRECT).click()
    phone.note_here("Xkrightest")
    phone.note("Xkanother")  # another person: nothing of the one before is in the form
    assert_nothing_readable(page, ["Xkwrongly", "Xkrightly", "Xkrightest", "Xkanother"])
    phone.home()
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    phone.all_sent()
    assert sorted(booth.wait_for("Xk", 2)) == ["Xkanother", "Xkrightest"]


@pytest.mark.offline
def test_after_five_minutes_or_on_another_page_it_is_read_again_no_more(phone: Phone) -> None:  # noqa: F811
    page = phone.page
    page.clock.install()
    phone.context.set_offline(True)
    phone.note("Xkforgotten")
    button = page.get_by_role("button", name=CORRECT)
    expect(button).to_be_visible()
    page.locator('[data-screen="done"] [data-show="note"]').click()
    expect(page.locator("#first_name")).to_have_value("")
    phone.home()
    expect(button).to_be_visible()
    page.clock.fast_forward("05:01")
    expect(button).to_be_hidden()
    phone.note("Xkgone")
    page.close(run_before_unload=False)
    again = phone.open()
    expect(again.get_by_role("button", name=CORRECT)).to_be_hidden()
    assert "Xk" not in again.content()
