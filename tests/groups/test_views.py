"""Who meets which page, and what happens when a form is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from laplateforme.forum.forms import watch
from laplateforme.groups import actions
from laplateforme.groups.enums import ApprovalMode, MinutesStatus
from laplateforme.groups.models import (
    Action,
    Admission,
    AgendaItem,
    CalendarAddress,
    Decision,
    FormerName,
    GroupDocument,
    GroupMember,
    GroupTopic,
    Minutes,
    WorkingGroup,
)
from tests.factories.groups import AgendaItemFactory, MeetingFactory, WorkingGroupFactory
from tests.groups.pages import HERE, PAYLOAD, url

pytestmark = pytest.mark.django_db
WHO = ("facilitator", "lead", "member", "colleague", "holder", "stranger", None)
INSIDE = {"facilitator": 200, "lead": 200, "member": 200}
LEADS = {"facilitator": 200, "lead": 200}
GROUP_PAGES = {
    "members": INSIDE, "documents": INSIDE, "pack": INSIDE, "follow_up": INSIDE, "topics": INSIDE, "new_topic": INSIDE,
    "public_face": INSIDE, "edit_group": LEADS, "new_guest": LEADS, "new_workstream": LEADS, "new_meeting": LEADS,
    "ask_to_join": {"facilitator": 200, "colleague": 200},
}  # fmt: skip
MEETING_PAGES = {
    "meeting": INSIDE, "dates": INSIDE, "notes": LEADS, "summary": LEADS, "minutes": INSIDE, "meeting_ics": INSIDE,
    "minutes_public_face": INSIDE, "edit_meeting": LEADS, "cancel": LEADS, "next_meeting": LEADS,
}  # fmt: skip


def check(address: str, who: str | None, expected: dict[str, int], world, as_person) -> None:
    answer = as_person(getattr(world, who) if who else None).get(address)
    wanted = expected.get(who or "", 404)
    if who is None and answer.status_code == 302:
        assert "/compte/connexion/" in answer.headers["Location"]
    else:
        assert answer.status_code == wanted, f"{who} at {address}"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", GROUP_PAGES)
def test_pages_of_a_group_are_for_those_inside(name, who, world, as_person) -> None:
    check(url(name, "trajectoires"), who, GROUP_PAGES[name], world, as_person)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", MEETING_PAGES)
def test_pages_of_a_meeting_are_for_those_inside(name, who, world, as_person, past) -> None:
    """Sent minutes are written by whoever leads only."""
    check(url(name, "passee"), who, MEETING_PAGES[name], world, as_person)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ["edit_item", "item_notes"])
def test_points_are_written_by_those_inside(name, who, world, as_person) -> None:
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))
    check(url(name, item.pk), who, INSIDE, world, as_person)


@pytest.mark.parametrize("who", WHO)
def test_a_hidden_group_is_known_to_colleagues_only(who, world, as_person) -> None:
    group = WorkingGroupFactory(network=world.network, slug="cache", name="Groupe caché", is_public=False)
    knows = who in {"facilitator", "lead", "member", "colleague"}
    client = as_person(getattr(world, who) if who else None)
    assert client.get(url("group", group.slug)).status_code == (200 if knows else 404)
    assert ("Groupe caché" in client.get(url("groups")).content.decode()) == knows


POSTS = {
    "be_named": ("trajectoires", INSIDE, {"lead", "member"}),
    "invite": ("reunion", LEADS, {"facilitator", "lead"}),
    "answer": ("reunion", INSIDE, {"lead", "member"}),
    "suggest": ("reunion", LEADS, {"facilitator", "lead"}),
    "presence": ("reunion", INSIDE, {"facilitator", "lead", "member"}),
    "add_date": ("reunion", LEADS, {"facilitator", "lead"}),
    "ask_dates": ("reunion", LEADS, {"facilitator", "lead"}),
    "remind": ("trajectoires", LEADS, {"facilitator", "lead"}),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", POSTS)
def test_deeds_are_for_those_who_may(name, who, world, as_person) -> None:
    key, _, allowed = POSTS[name]
    if key == "reunion":
        key = MeetingFactory(group=world.group).code
    answer = as_person(getattr(world, who) if who else None).post(url(name, key))
    if who is None:
        assert "/compte/connexion/" in answer.headers["Location"]
    else:
        assert answer.status_code == (302 if who in allowed else 404)


@pytest.mark.parametrize("who", WHO)
def test_only_whoever_leads_moves_minutes(who, world, as_person, past) -> None:
    correction = actions.propose_correction(minutes=past, text="Autrement", at=timezone.now(), by=world.member)
    client = as_person(getattr(world, who) if who else None)
    expected = 302 if who in {"facilitator", "lead", None} else 404
    for address, data in (
        (url("decide_correction", correction.pk), {"deed": "refuse"}),
        (url("move_minutes", "passee"), {"deed": "take_back"}),
    ):
        assert client.post(address, data).status_code == expected
    past.refresh_from_db()
    assert past.status == ("draft" if who in {"facilitator", "lead"} else "circulated")


def test_a_group_is_opened_changed_and_renamed(world, as_person) -> None:
    client = as_person(world.facilitator)
    assert client.post(url("new_group"), {"name": " … "}).status_code == 422
    answer = client.post(url("new_group"), {"name": "Salons", "purpose": "Tenir un stand", "objectives": "Être vus"})
    assert answer.headers["Location"] == url("members", "salons")
    group = WorkingGroup.objects.get(slug="salons")
    page = client.get(url("edit_group", "salons"))
    fields = {
        "name": "Salons et fêtes", "purpose": "Tenir un stand", "objectives": "", "status": "recognized",
        "programme": "PROGRESS", "approval": "silence", "approval_days": "9", "admission": "vote",
        "admission_days": "5", "is_public": "on", "version": page.context["form"]["version"].value(),
    }  # fmt: skip
    assert client.post(url("edit_group", "salons"), fields).headers["Location"] == url("group", "salons-et-fetes")
    group.refresh_from_db()
    assert (group.approval, group.is_open, FormerName.objects.get().slug) == ("silence", False, "salons")
    assert as_person(None).get(url("group", "salons")).status_code == 301
    stale = client.post(url("edit_group", "salons-et-fetes"), fields | {"purpose": "Autre"})
    assert stale.status_code == 409
    assert client.post(url("edit_group", "salons-et-fetes"), fields | {"approval_days": "x"}).status_code == 422
    fields |= {"name": "Trajectoires", "version": str(group.version)}
    assert client.post(url("edit_group", "salons-et-fetes"), fields).status_code == 422


def test_somebody_is_welcomed_in_one_act(world, as_person) -> None:
    client = as_person(world.lead)
    page = client.get(url("members", "trajectoires")).content.decode()
    assert "Paul Collègue" in page
    answer = client.post(url("members", "trajectoires"), {"person": str(world.colleague.pk), "leads": "on"})
    assert answer.status_code == 302
    member = GroupMember.objects.get(user=world.colleague)
    assert (member.role, member.organization.name) == ("lead", "Cap Étincelle")
    assert client.post(url("members", "trajectoires"), {"person": str(world.stranger.pk)}).status_code == 422
    client.post(url("new_guest", "trajectoires"), {"name": "La Région", "reason": "Qualification"})
    client.post(url("be_named", "trajectoires"), {"named": "1"})
    public = as_person(None).get(url("group", "trajectoires")).content.decode()
    assert "La Région" in public
    assert "Nora Delmas" in public
    assert "Karim Oualid" not in public
    assert client.post(url("leave", member.pk)).status_code == 302
    assert as_person(world.member).post(url("leave", world.leading.pk)).status_code == 404
    assert as_person(world.member).post(url("leave", world.membership.pk)).headers["Location"] == url("groups")


def test_files_are_served_to_those_who_may(world, as_person, settings, tmp_path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    client = as_person(world.member)
    for name, content in (("x.exe", b"MZ"), ("x.svg", b"<svg/>"), ("x.pdf", b"")):
        sent = {"title": "Note", "kind": "work", "file": SimpleUploadedFile(name, content)}
        assert client.post(url("documents", "trajectoires"), sent).status_code == 422
    sent = {"title": PAYLOAD, "kind": "work", "file": SimpleUploadedFile("../../note.html.txt", b"secret")}
    assert client.post(url("documents", "trajectoires"), sent).status_code == 302
    document = GroupDocument.objects.get()
    answer = client.get(url("document", document.pk))
    assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (b"secret", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert PAYLOAD not in client.get(url("documents", "trajectoires")).content.decode()
    for who in (world.colleague, world.holder, world.stranger, None):
        assert as_person(who).get(url("document", document.pk)).status_code == 404
        assert as_person(who).post(url("remove_document", document.pk)).status_code in {302, 404}
    GroupDocument.objects.update(is_public=True)
    assert as_person(None).get(url("document", document.pk)).status_code == 200
    document.refresh_from_db()
    document.file.delete(save=False)
    GroupDocument.objects.update(file="groups/away.txt")
    assert client.get(url("document", document.pk)).status_code == 404
    assert client.post(url("remove_document", document.pk)).status_code == 302
    assert GroupDocument.objects.count() == 0


def test_what_we_said_we_would_do(world, as_person, past) -> None:
    member, lead = as_person(world.member), as_person(world.lead)
    action, decision = Action.objects.get(), Decision.objects.get()
    page = member.get(url("follow_up", "trajectoires")).content.decode()
    assert "0 faites sur 2" in page
    assert PAYLOAD not in page
    assert member.post(url("close_promise", decision.pk)).status_code == 404  # carried by nobody, closed by the lead
    assert member.post(url("close_promise", action.pk), {"status": "done"}).status_code == 302
    assert "1 faites sur 2 (50 %)" in member.get(url("follow_up", "trajectoires")).content.decode()
    lead.post(url("close_promise", action.pk), {"status": "open"})
    sent = {"kind": "decision", "text": "Se revoir", "due_date": "2030-01-01", "bearer": str(world.leading.pk)}
    assert member.post(url("follow_up", "trajectoires"), sent).status_code == 302
    assert member.post(url("follow_up", "trajectoires"), sent | {"text": ""}).status_code == 422
    made = Decision.objects.get(text="Se revoir")
    fields = {"text": "Se revoir vite", "version": "1", "about_path": "//evil.example"}
    assert lead.post(url("edit_promise", made.pk), fields).status_code == 422
    assert lead.post(url("edit_promise", made.pk), fields | {"about_path": "/manques/"}).status_code == 302
    assert lead.post(url("edit_promise", made.pk), fields | {"about_path": ""}).status_code == 409
    for who in (world.colleague, world.stranger):
        assert as_person(who).post(url("close_promise", action.pk)).status_code == 404
        assert as_person(who).get(url("edit_promise", made.pk)).status_code == 404


def test_a_structure_asks_and_comes_in(world, as_person) -> None:
    newcomer = as_person(world.colleague)
    assert newcomer.post(url("ask_to_join", "trajectoires"), {"organization": "maison-ravelle"}).status_code == 422
    answer = newcomer.post(
        url("ask_to_join", "trajectoires"), {"organization": "cap-etincelle", "words": f"Nous aussi {PAYLOAD}"}
    )
    admission = Admission.objects.get()
    assert answer.headers["Location"] == url("admission", admission.pk)
    for who in (world.holder, world.stranger):
        assert as_person(who).get(url("admission", admission.pk)).status_code == 404
        assert as_person(who).post(url("decide", admission.pk)).status_code == 404
    assert as_person(None).get(url("admission", admission.pk)).status_code == 302
    assert newcomer.post(url("admission", admission.pk), {"voice": "agree"}).status_code == 404
    member = as_person(world.member)
    assert member.post(url("admission", admission.pk), {"voice": "object"}).status_code == 422
    for who in (world.member, world.lead):
        page = as_person(who).get(url("admission", admission.pk)).content.decode()
        assert "Nous aussi" in page
        assert PAYLOAD not in page
        as_person(who).post(url("admission", admission.pk), {"voice": "agree"})
    assert member.post(url("decide", admission.pk)).status_code == 404
    as_person(world.lead).post(url("decide", admission.pk))
    assert GroupMember.objects.filter(user=world.colleague).exists()
    assert newcomer.get(url("pack", "trajectoires")).status_code == 200


def test_whoever_asked_may_take_it_back(world, as_person) -> None:
    newcomer = as_person(world.colleague)
    newcomer.post(url("ask_to_join", "trajectoires"), {"organization": "cap-etincelle"})
    admission = Admission.objects.get()
    assert newcomer.post(url("decide", admission.pk)).headers["Location"] == url("groups")
    admission.refresh_from_db()
    assert admission.status == "withdrawn"


def test_the_group_talks_among_itself(world, as_person, monkeypatch) -> None:
    monkeypatch.setattr(watch, "QUICKEST_SECONDS", -1)
    member = as_person(world.member)
    sent = {"title": "Un atelier", "text": f"Qui veut ? {PAYLOAD}", "drawn": watch.drawn_now()}
    sent["challenge"] = watch.new_challenge()
    member.post(url("new_topic", "trajectoires"), sent)
    held = GroupTopic.objects.get()
    for who, status in ((world.lead, 200), (world.colleague, 404), (world.holder, 404), (world.stranger, 404)):
        assert as_person(who).get(url("topic", held.topic.code)).status_code == status
        forum = as_person(who).get(HERE + reverse("forum:topic", args=[held.topic.code]))
        assert forum.status_code == 404
    page = member.get(url("topics", "trajectoires")).content.decode()
    assert "Un atelier" in page
    post = held.topic.posts.get()
    post.status = "published"
    post.save()
    assert as_person(world.colleague).get(HERE + reverse("forum:report", args=[post.pk])).status_code == 404
    reply = {"text": "Moi aussi", "drawn": watch.drawn_now()}
    assert as_person(world.lead).post(url("topic", held.topic.code), reply).status_code == 302
    assert PAYLOAD not in member.get(url("topic", held.topic.code)).content.decode()
    assert as_person(None).get(HERE + "/echanges/").status_code == 200
    assert "Un atelier" not in as_person(None).get(HERE + "/echanges/").content.decode()


def test_a_calendar_address_works_until_it_is_taken_back(world, as_person) -> None:
    MeetingFactory(group=world.group)
    other = WorkingGroupFactory(network=world.network, slug="autre")
    MeetingFactory(group=other, place="Ailleurs")
    member = as_person(world.member)
    member.post(url("calendar"), {"deed": "new"})
    first = CalendarAddress.objects.get()
    assert first.token in member.get(url("calendar")).content.decode()
    calendar = as_person(None).get(url("calendar_ics", first.token)).content.decode()
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "Ailleurs" not in calendar
    assert as_person(None).get("/r/restanques" + reverse("groups:calendar_ics", args=[first.token])).status_code == 404
    member.post(url("calendar"), {"deed": "renew"})
    assert as_person(None).get(url("calendar_ics", first.token)).status_code == 404
    member.post(url("calendar"), {"deed": "revoke"})
    assert CalendarAddress.objects.count() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_with_one_and_with_four(
    count, world, as_person, past, django_assert_max_num_queries, noon
) -> None:
    from tests.factories.groups import GroupMemberFactory

    GroupMemberFactory.create_batch(count, group=world.group)
    MeetingFactory.create_batch(count, group=world.group, starts_at=noon + timedelta(days=900))
    AgendaItemFactory.create_batch(count, meeting=past.meeting)
    for _ in range(count):
        actions.promise(kind=Action, group=world.group, text="Un mot", bearer=world.membership, meeting=past.meeting,
                        at=noon)  # fmt: skip
    Minutes.objects.update(status=MinutesStatus.PUBLISHED)
    for who, names in ((world.lead, ("group", "follow_up", "members", "pack")), (None, ("group",))):
        client = as_person(who)
        addresses = [url(name, "trajectoires") for name in names] + [url("groups"), url("minutes", "passee")]
        addresses += [url("meeting", "passee")] if who else []
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(24):
                client.get(address)


def test_silence_is_set_by_the_group(world, as_person, past) -> None:
    WorkingGroup.objects.update(approval=ApprovalMode.NO_OBJECTION)
    lead = as_person(world.lead)
    assert "Sans objection sous 15 jours" in lead.get(url("minutes", "passee")).content.decode()
    lead.post(url("move_minutes", "passee"), {"deed": "approve"})
    past.refresh_from_db()
    assert past.status == MinutesStatus.APPROVED or past.circulated_at > timezone.now() - timedelta(days=15)


def test_notes_of_a_point_elsewhere_are_not_written(world, as_person) -> None:
    item = AgendaItemFactory()
    assert as_person(world.facilitator).post(url("item_notes", item.pk), {"notes": "x"}).status_code == 404
    assert AgendaItem.objects.get().notes == ""


def test_what_waits_is_on_the_list_of_things_to_do(world, as_person, past, django_assert_max_num_queries) -> None:
    """A poll, an action that is late, minutes to read, a newcomer, a meeting: each with its button."""
    now = timezone.now()
    late = {"due_date": timezone.localdate() - timedelta(days=2), "bearer": world.membership, "at": now}
    actions.promise(kind=Action, group=world.group, text="Relire la page", **late)
    Minutes.objects.update(circulated_at=now)
    actions.call_meeting(group=world.group, options=[now + timedelta(days=20)], title="Sondage", at=now)
    MeetingFactory(group=world.group, number=30, starts_at=now + timedelta(days=4))
    actions.ask_to_join(group=world.group, user=world.colleague, organization=world.organization, at=now)
    client = as_person(world.member)
    page = client.get(HERE + "/a-faire/").content.decode()
    for words in ("Relire la page", "Dites quelles dates", "Lire le compte rendu", "Maison Ravelle", "Venez-vous"):
        assert words in page, words
    assert "Relire la page" not in as_person(world.colleague).get(HERE + "/a-faire/").content.decode()
    with django_assert_max_num_queries(45):
        client.get(HERE + "/a-faire/")
