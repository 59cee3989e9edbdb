"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupStatus(TextChoices):
    """Whether somebody outside has said that the group exists."""

    INFORMAL = "informal", _("informal")
    RECOGNIZED = "recognized", _("recognized")


class ApprovalMode(TextChoices):
    """How the minutes of a group become its word."""

    NEXT_MEETING = "next", _("at the next meeting")
    NO_OBJECTION = "silence", _("without objection within some days")
    AT_ONCE = "once", _("at once, by whoever leads the group")


class AdmissionMode(TextChoices):
    """How a structure comes in."""

    CONSENT = "consent", _("consent: nobody objects within some days")
    VOTE = "vote", _("vote: more in favor than against")


class MemberRole(TextChoices):
    LEAD = "lead", _("leads the group")
    MEMBER = "member", _("takes part")


class Horizon(TextChoices):
    SHORT = "short", _("short term")
    LONG = "long", _("long term")


class DocumentKind(TextChoices):
    ORIENTATION = "orientation", _("orientation document")
    MANDATE = "mandate", _("mandate")
    WORK = "work", _("work document")
    ANNEX = "annex", _("annex of minutes")


class MeetingStatus(TextChoices):
    POLL = "poll", _("date being chosen")
    SET = "set", _("date set")
    HELD = "held", _("held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Answer(TextChoices):
    """What somebody says to a proposed date."""

    YES = "yes", _("Yes")
    IF_NEED = "maybe", _("If need be")
    NO = "no", _("No")


class ItemKind(TextChoices):
    TOPIC = "topic", _("subject")
    APPROVAL = "approval", _("previous minutes to approve")
    FOLLOW_UP = "follow_up", _("what we said we would do")
    PRESENTATION = "presentation", _("presentation of a structure")


class GridPoint(TextChoices):
    """The five points of the common observation grid."""

    TERRITORY = "territory", _("territory concerned")
    PARTNERS = "partners", _("partners involved")
    PRACTICE = "practice", _("how what is specific to the social economy is treated")
    LINKS = "links", _("how functions and services fit together")
    GAPS = "gaps", _("difficulties, gaps and proposals")


class Presence(TextChoices):
    INVITED = "invited", _("invited")
    COMING = "coming", _("will come")
    EXCUSED = "excused", _("excused")
    PRESENT = "present", _("present")
    NAMED = "named", _("named, not present")


class MinutesStatus(TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("sent to the members")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


ALLOWED_MOVES = {
    MinutesStatus.DRAFT: {MinutesStatus.CIRCULATED, MinutesStatus.APPROVED},
    MinutesStatus.CIRCULATED: {MinutesStatus.DRAFT, MinutesStatus.APPROVED},
    MinutesStatus.APPROVED: {MinutesStatus.PUBLISHED},
    MinutesStatus.PUBLISHED: {MinutesStatus.APPROVED},
}


class CorrectionStatus(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("correction", "proposed")
    ACCEPTED = "accepted", _("taken in")
    REFUSED = "refused", _("not taken in")


class PromiseStatus(TextChoices):
    """What has become of a decision or an action."""

    OPEN = "open", _("open")
    DONE = "done", pgettext_lazy("promise", "done")
    DROPPED = "dropped", _("given up")


class AdmissionStatus(TextChoices):
    ASKED = "asked", pgettext_lazy("admission", "asked")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", pgettext_lazy("admission", "refused")
    WITHDRAWN = "withdrawn", _("taken back")


class Voice(TextChoices):
    AGREE = "agree", _("I agree")
    OBJECT = "object", _("I object")
    ABSTAIN = "abstain", _("I do not say")


class ImportStatus(TextChoices):
    PREVIEW = "preview", _("to be confirmed")
    DONE = "done", _("brought in")
    DROPPED = "dropped", _("thrown away")
