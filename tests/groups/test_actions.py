"""Deeds of groups: what they leave, what they refuse, whom they tell."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.core.versions import StaleVersion
from laplateforme.groups import actions
from laplateforme.groups.enums import (
    AdmissionMode,
    AdmissionStatus,
    ApprovalMode,
    ItemKind,
    MeetingStatus,
    MinutesStatus,
    PromiseStatus,
    Voice,
)
from laplateforme.groups.models import (
    Action,
    Attendance,
    DateAnswer,
    Decision,
    FormerName,
    GroupMember,
    Meeting,
    WorkingGroup,
)
from tests.factories.groups import AgendaItemFactory, MeetingFactory
from tests.factories.network import OrganizationFactory

pytestmark = pytest.mark.django_db


def entry_of(mail: OutgoingMail) -> icalendar.Calendar:
    import base64

    (file,) = mail.attachments
    return icalendar.Calendar.from_ical(base64.b64decode(file["content"]))


def test_a_group_keeps_its_former_address(world, noon) -> None:
    group = actions.rename_group(group=world.group, name="Entreprendre au collectif", at=noon, by=world.lead)
    assert group.slug == "entreprendre-au-collectif"
    assert FormerName.objects.get().slug == "trajectoires"
    with pytest.raises(actions.UnableToOpenGroup):
        actions.open_group(network=world.network, name="Trajectoires", at=noon)
    actions.rename_group(group=group, name="Trajectoires", at=noon, by=world.lead)
    assert [row.slug for row in FormerName.objects.all()] == ["entreprendre-au-collectif"]


def test_a_group_of_the_same_name_is_refused(world, noon) -> None:
    for name in ("Trajectoires", "…", ""):
        with pytest.raises(actions.UnableToOpenGroup):
            actions.open_group(network=world.network, name=name, at=noon)
    group = actions.open_group(
        network=world.network, name="Salons", at=noon, lead=world.lead, organization=world.organization
    )
    assert group.members.get().role == "lead"
    with pytest.raises(TypeError):
        actions.edit_group(group=group, at=noon, network=None)


def test_two_editors_of_a_group_do_not_overwrite(world, noon) -> None:
    actions.edit_group(group=world.group, at=noon, expected=1, purpose="Un")
    world.group.refresh_from_db()
    with pytest.raises(StaleVersion):
        actions.edit_group(group=world.group, at=noon, expected=1, purpose="Deux")


def test_a_newcomer_receives_all_they_need(world, noon) -> None:
    meeting = MeetingFactory(group=world.group, number=1, starts_at=noon - timedelta(days=30), status="held")
    item = AgendaItemFactory(meeting=meeting)
    actions.write_notes(item=item, notes="D: Nous gardons les cinq questions", at=noon, by=world.lead)
    actions.circulate(minutes=meeting.minutes, at=noon, by=world.lead)
    MeetingFactory(group=world.group, number=2, starts_at=noon + timedelta(days=3))
    OutgoingMail.objects.all().delete()
    actions.add_member(group=world.group, user=world.colleague, at=noon, organization=world.organization)
    mail = OutgoingMail.objects.get()
    assert mail.to == world.colleague.email
    for words in ("Croiser nos pratiques", "à approuver", "Nous gardons les cinq questions", "Nora Delmas", "Aubagne"):
        assert words in mail.text
    assert "/groupes/trajectoires/bienvenue/" in mail.text
    assert len(entry_of(mail).walk("VEVENT")) == 1
    with pytest.raises(actions.UnableToAddMember):
        actions.add_member(group=world.group, user=world.colleague, at=noon)
    actions.leave_group(member=GroupMember.objects.get(user=world.colleague), at=noon, by=world.lead)
    actions.add_member(group=world.group, user=world.colleague, at=noon, tell=False)


def test_a_date_is_chosen_and_calendars_are_told(world, noon) -> None:
    days = [noon + timedelta(days=number) for number in (7, 8)]
    meeting = actions.call_meeting(group=world.group, at=noon, by=world.lead, options=[*days, days[0]], place="Aubagne")
    assert (meeting.status, meeting.options.count()) == (MeetingStatus.POLL, 2)
    first, second = meeting.options.order_by("starts_at")
    said = {str(first.pk): "maybe", str(second.pk): "yes", "x": "yes"}
    assert actions.answer_dates(meeting=meeting, member=world.membership, answers=said, at=noon) == 2
    actions.answer_dates(meeting=meeting, member=world.membership, answers={str(first.pk): "no"}, at=noon)
    assert set(DateAnswer.objects.values_list("answer", flat=True)) == {"no", "yes"}
    meeting = actions.choose_date(meeting=meeting, option=second, at=noon, by=world.lead)
    assert (meeting.status, meeting.starts_at) == (MeetingStatus.SET, days[1])
    assert Attendance.objects.filter(meeting=meeting).count() == 2
    entry = entry_of(OutgoingMail.objects.get(to=world.member.email))
    event = entry.walk("VEVENT")[0]
    assert (entry["METHOD"], event["SEQUENCE"], event["ATTENDEE"]) == ("REQUEST", 0, f"mailto:{world.member.email}")
    with pytest.raises(actions.UnableToMoveMeeting):
        actions.answer_dates(meeting=meeting, member=world.membership, answers=said, at=noon)


def test_a_change_is_an_update_and_a_cancellation_takes_it_out(world, noon) -> None:
    meeting = actions.send_invitations(meeting=MeetingFactory(group=world.group), at=noon, by=world.lead)
    uid = entry_of(OutgoingMail.objects.first()).walk("VEVENT")[0]["UID"]
    OutgoingMail.objects.all().delete()
    actions.edit_meeting(meeting=meeting, at=noon, by=world.lead, place="Cassis")
    event = entry_of(OutgoingMail.objects.filter(to=world.member.email).get()).walk("VEVENT")[0]
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == (uid, 1, "Cassis")
    meeting.refresh_from_db()
    actions.edit_meeting(meeting=meeting, at=noon, by=world.lead, host=world.organization)
    assert OutgoingMail.objects.count() == 2  # the host alone is no news for calendars
    OutgoingMail.objects.all().delete()
    meeting.refresh_from_db()
    actions.cancel_meeting(meeting=meeting, at=noon, by=world.lead)
    entry = entry_of(OutgoingMail.objects.filter(to=world.member.email).get())
    assert (entry["METHOD"], entry.walk("VEVENT")[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    for deed in (actions.cancel_meeting, actions.send_invitations, actions.hold_meeting):
        with pytest.raises(actions.UnableToMoveMeeting):
            deed(meeting=meeting, at=noon, by=world.lead)


def test_the_agenda_opens_with_what_is_still_to_be_done(world, noon) -> None:
    first = MeetingFactory(group=world.group, number=1, status="held")
    item = AgendaItemFactory(meeting=first)
    actions.write_notes(item=item, notes="A: Karim – écrire", at=noon, by=world.lead)
    following = actions.next_meeting(meeting=first, at=noon, by=world.lead, starts_at=noon + timedelta(days=9))
    assert [one.kind for one in following.items.all()] == [ItemKind.APPROVAL, ItemKind.FOLLOW_UP]
    assert (following.previous, following.number) == (first, 2)
    actions.circulate(minutes=first.minutes, at=noon, by=world.lead)
    assert following.items.count() == 2


def test_circulated_minutes_enter_an_agenda_that_was_open_before(world, noon) -> None:
    first = MeetingFactory(group=world.group, number=1, status="held")
    following = actions.next_meeting(meeting=first, at=noon, by=world.lead)
    assert [one.kind for one in following.items.all()] == [ItemKind.FOLLOW_UP]
    minutes = actions.open_minutes(meeting=first, at=noon, by=world.lead)
    actions.circulate(minutes=minutes, at=noon, by=world.lead)
    assert [one.kind for one in following.items.all()] == [ItemKind.APPROVAL, ItemKind.FOLLOW_UP]


def test_lines_of_notes_become_promises_and_follow_their_lines(world, noon) -> None:
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))
    notes = "D: Une plaquette commune\nA: Karim – écrire – 3 décembre\nA: Cap Étincelle – relire\nA: Inconnue – voir"
    actions.write_notes(item=item, notes=notes, at=noon, by=world.lead)
    one, two, three = Action.objects.order_by("created_at")
    assert (one.bearer, one.due_date.isoformat(), two.bearer) == (world.membership, "2026-12-03", world.membership)
    assert (three.bearer, three.bearer_name) == (None, "Inconnue")
    actions.close_promise(promise=one, status="done", at=noon, by=world.member)
    item.refresh_from_db()
    notes = "D: Une plaquette et une page\nA: Karim – écrire – 3 décembre"
    actions.write_notes(item=item, notes=notes, at=noon, by=world.lead)
    assert [row.text for row in Decision.objects.all()] == ["Une plaquette et une page"]
    assert [(row.pk, row.status) for row in Action.objects.all()] == [(one.pk, PromiseStatus.DONE)]


def test_a_promise_changed_by_hand_is_left_alone_by_the_notes(world, noon) -> None:
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))
    actions.write_notes(item=item, notes="A: Karim – écrire", at=noon, by=world.lead)
    actions.edit_promise(promise=Action.objects.get(), at=noon, by=world.lead, text="Écrire deux pages")
    item.refresh_from_db()
    actions.write_notes(item=item, notes="", at=noon, by=world.lead)
    assert Action.objects.get().text == "Écrire deux pages"


def test_two_who_write_the_same_point_see_both(world, noon) -> None:
    item = AgendaItemFactory(meeting=MeetingFactory(group=world.group))
    other = type(item).objects.get(pk=item.pk)
    actions.write_notes(item=item, notes="Un", at=noon, by=world.lead, expected=1)
    with pytest.raises(StaleVersion):
        actions.write_notes(item=other, notes="Deux", at=noon, by=world.member, expected=1)
    item.refresh_from_db()
    assert item.notes == "Un"


def held(world, noon, **settings):
    for name, value in settings.items():
        setattr(world.group, name, value)
    world.group.save()
    meeting = MeetingFactory(group=world.group, number=1)
    return actions.open_minutes(meeting=meeting, at=noon, by=world.lead)


def test_minutes_are_approved_at_the_next_meeting_only(world, noon) -> None:
    minutes = held(world, noon)
    minutes = actions.circulate(minutes=minutes, at=noon, by=world.lead)
    following = MeetingFactory(group=world.group, number=2)
    for later in (None, minutes.meeting, following):
        with pytest.raises(actions.UnableToMoveMinutes):
            actions.approve(minutes=minutes, at=noon, by=world.lead, approved_in=later)
    actions.hold_meeting(meeting=following, at=noon, by=world.lead)
    minutes = actions.approve(minutes=minutes, at=noon, by=world.lead, approved_in=Meeting.objects.get(pk=following.pk))
    assert minutes.status == MinutesStatus.APPROVED
    minutes = actions.mark_published(minutes=minutes, at=noon, by=world.lead, place="/groupe/compte-rendu/")
    assert (minutes.status, minutes.place) == (MinutesStatus.PUBLISHED, "/groupe/compte-rendu/")
    with pytest.raises(actions.UnableToWrite):
        actions.edit_minutes(minutes=minutes, at=noon, by=world.lead, past="x")


def test_silence_approves_after_its_days_unless_a_correction_waits(world, noon) -> None:
    minutes = held(world, noon, approval=ApprovalMode.NO_OBJECTION, approval_days=15)
    minutes = actions.circulate(minutes=minutes, at=noon, by=world.lead)
    correction = actions.propose_correction(minutes=minutes, text="Plutôt ceci", at=noon, by=world.member)
    assert actions.approve_in_silence(at=noon + timedelta(days=20)) == 0
    actions.decide_correction(correction=correction, is_accepted=True, at=noon, by=world.lead)
    assert actions.approve_in_silence(at=noon + timedelta(days=14)) == 0
    assert actions.approve_in_silence(at=noon + timedelta(days=15)) == 1
    with pytest.raises(actions.UnableToMoveMinutes):
        actions.propose_correction(minutes=minutes, text="Trop tard", at=noon, by=world.member)


def test_minutes_may_be_approved_at_once_where_the_group_says_so(world, noon) -> None:
    minutes = held(world, noon, approval=ApprovalMode.AT_ONCE)
    assert actions.approve(minutes=minutes, at=noon, by=world.lead).status == MinutesStatus.APPROVED


@pytest.mark.parametrize("to", ["circulate", "take_back_minutes", "mark_published", "unpublish"])
@pytest.mark.parametrize("before", MinutesStatus.values)
def test_minutes_go_only_where_they_may(before, to, world, noon) -> None:
    from laplateforme.groups.enums import ALLOWED_MOVES

    minutes = held(world, noon)
    type(minutes).objects.update(status=before)
    wanted = {"circulate": "circulated", "take_back_minutes": "draft", "mark_published": "published"}
    target = wanted.get(to, "approved")
    deed = getattr(actions, to)
    if to == "unpublish" and before != MinutesStatus.PUBLISHED:
        return
    if target in ALLOWED_MOVES[MinutesStatus(before)]:
        assert deed(minutes=minutes, at=noon, by=world.lead).status == target
    else:
        with pytest.raises(actions.UnableToMoveMinutes):
            deed(minutes=minutes, at=noon, by=world.lead)


def test_reminders_go_once_a_week_to_those_who_carry(world, noon) -> None:
    soon = {"group": world.group, "bearer": world.membership, "at": noon}
    actions.promise(kind=Action, text="Bientôt", due_date=(noon + timedelta(days=3)).date(), **soon)
    actions.promise(kind=Action, text="En retard", due_date=(noon - timedelta(days=3)).date(), **soon)
    actions.promise(kind=Action, text="Plus tard", due_date=(noon + timedelta(days=30)).date(), **soon)
    done = actions.promise(kind=Action, text="Faite", due_date=noon.date(), **soon)
    actions.close_promise(promise=done, status="done", at=noon, by=world.member)
    assert actions.remind(at=noon) == 1
    mail = OutgoingMail.objects.get()
    assert mail.to == world.member.email
    assert "Bientôt" in mail.text
    assert "En retard" in mail.text
    assert "Plus tard" not in mail.text
    assert "Faite" not in mail.text
    assert actions.remind(at=noon + timedelta(days=1)) == 0
    assert actions.remind(at=noon + timedelta(days=7)) == 1


def ask(world, noon, mode):
    world.group.admission = mode
    world.group.save()
    body = OrganizationFactory(network=world.network)
    return actions.ask_to_join(group=world.group, user=world.colleague, organization=body, at=noon, words="Nous aussi")


def test_consent_takes_in_whoever_nobody_objects_to(world, noon) -> None:
    admission = ask(world, noon, AdmissionMode.CONSENT)
    assert OutgoingMail.objects.count() == 2
    with pytest.raises(actions.UnableToAsk):
        actions.ask_to_join(group=world.group, user=world.colleague, at=noon)
    with pytest.raises(actions.UnableToDecide):
        actions.decide(admission=admission, at=noon, by=world.lead)
    assert actions.close_admissions(at=noon + timedelta(days=10)) == 1
    admission.refresh_from_db()
    assert admission.status == AdmissionStatus.ACCEPTED
    assert GroupMember.objects.filter(user=world.colleague, organization=admission.organization).exists()
    assert OutgoingMail.objects.filter(to=world.colleague.email).count() == 1
    with pytest.raises(actions.UnableToAsk):
        actions.ask_to_join(group=world.group, user=world.colleague, at=noon)


def test_one_objection_ends_a_consent(world, noon) -> None:
    admission = ask(world, noon, AdmissionMode.CONSENT)
    actions.say_about(admission=admission, member=world.membership, voice=Voice.OBJECT, reason="Trop tôt", at=noon)
    assert actions.close_admissions(at=noon + timedelta(days=10)) == 1
    admission.refresh_from_db()
    assert admission.status == AdmissionStatus.REFUSED
    assert OutgoingMail.objects.filter(to=world.colleague.email).count() == 1
    with pytest.raises(actions.UnableToDecide):
        actions.say_about(admission=admission, member=world.membership, voice=Voice.AGREE, at=noon)


@pytest.mark.parametrize(
    ("voices", "status"),
    [(("agree", "agree"), "accepted"), (("agree", "object"), "refused"), (("agree", "abstain"), "accepted")],
)
def test_a_vote_needs_more_in_favor_than_against(voices, status, world, noon) -> None:
    admission = ask(world, noon, AdmissionMode.VOTE)
    for member, voice in zip((world.leading, world.membership), voices, strict=True):
        actions.say_about(admission=admission, member=member, voice=voice, at=noon)
    assert actions.decide(admission=admission, at=noon, by=world.lead).status == status  # everybody spoke


def test_the_command_tends_all(world, noon, capsys) -> None:
    from django.core.management import call_command

    call_command("tend_groups")
    assert "0 minutes approved" in capsys.readouterr().out


def test_whoever_leads_asks_after_all_that_is_open_once_a_day(world, noon) -> None:
    """Also what has no date; closed actions, decisions and those that nobody carries are left alone."""
    said = {"group": world.group, "at": noon}
    for text, bearer in (("Relire la page", world.membership), ("Trouver une salle", world.membership),
                         ("Appeler la Région", None), ("Fini", world.leading)):  # fmt: skip
        made = actions.promise(kind=Action, text=text, bearer=bearer, **said)
    actions.close_promise(promise=made, status="done", at=noon, by=world.lead)
    actions.promise(kind=Decision, text="Une décision", bearer=world.leading, **said)
    assert actions.remind_group(by=world.lead, **said) == 1
    assert Action.objects.filter(reminded_date=timezone.localdate(noon)).count() == 2
    assert actions.remind_group(by=world.lead, **said) == 0
    assert actions.remind_group(group=world.group, at=noon + timedelta(days=1), by=world.lead) == 1


def test_minutes_are_approved_and_published_in_one_act_or_not_at_all(world, noon) -> None:
    WorkingGroup.objects.update(approval=ApprovalMode.AT_ONCE)
    meeting = MeetingFactory(group=world.group)
    minutes = actions.open_minutes(meeting=meeting, at=noon, by=world.lead)
    actions.circulate(minutes=minutes, at=noon, by=world.lead)
    correction = actions.propose_correction(minutes=minutes, text="Autrement", at=noon, by=world.member)
    with pytest.raises(actions.UnableToMoveMinutes):
        actions.approve_and_publish(minutes=minutes, at=noon, by=world.lead)
    minutes.refresh_from_db()
    assert minutes.status == "circulated"
    actions.decide_correction(correction=correction, is_accepted=False, at=noon, by=world.lead)
    assert actions.approve_and_publish(minutes=minutes, at=noon, by=world.lead).status == "published"
