"""The words of the trade: codes are ours, labels are what people read. Order matters where it is said.

Sources: docs/glossary.md. Crosswalks to data·inclusion and HSDS: vocabulary/crosswalks.py.
"""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a project stands, in order; a project may go back."""

    IDEA = "IDEA", _("idea, wish")
    EMERGENCE = "EMERGENCE", _("emergence, wording")
    FEASIBILITY = "FEASIBILITY", _("feasibility study")
    TEST = "TEST", _("trial of the activity")
    CREATION = "CREATION", _("legal creation")
    POST_CREATION = "POST_CREATION", _("start-up, follow-up after creation")
    CONSOLIDATION = "CONSOLIDATION", _("consolidation")
    DEVELOPMENT = "DEVELOPMENT", _("development, diversification")
    SCALE_UP = "SCALE_UP", _("change of scale, replication")
    TRANSFER_OR_END = "TRANSFER_OR_END", _("transfer, take-over, end")


class Verb(TextChoices):
    """The stages as people read them: five verbs whose numbers, names and order never change."""

    IMAGINE = "IMAGINE", _("Imagine")
    GATHER = "GATHER", _("Gather")
    BUILD = "BUILD", _("Build")
    LAUNCH = "LAUNCH", _("Launch")
    LAST = "LAST", _("Last")

    HINTS = nonmember(
        {
            "IMAGINE": _("Say the idea, see whether it holds"),
            "GATHER": _("Make a team, decide together"),
            "BUILD": _("A form, accounts, a plan"),
            "LAUNCH": _("Money, a place, a start"),
            "LAST": _("Hold, hire, hand on"),
        }
    )
    STAGES = nonmember(
        {
            "IMAGINE": ("IDEA",),
            "GATHER": ("EMERGENCE",),
            "BUILD": ("FEASIBILITY", "TEST"),
            "LAUNCH": ("CREATION", "POST_CREATION"),
            "LAST": ("CONSOLIDATION", "DEVELOPMENT", "SCALE_UP", "TRANSFER_OR_END"),
        }
    )

    @property
    def number(self) -> int:
        return list(Verb).index(self) + 1

    @property
    def hint(self) -> str:
        return str(Verb.HINTS[self.value])

    @property
    def stages(self) -> tuple[str, ...]:
        return Verb.STAGES[self.value]

    @classmethod
    def of(cls, stage: str) -> "Verb":
        """The verb a stage belongs to."""
        return next(verb for verb in cls if stage in verb.stages)


class SupportFunction(TextChoices):
    """Roles in the chain; the first four are the levels of Guid'Asso."""

    WELCOME = "WELCOME", _("welcome")
    INFORM = "INFORM", _("information")
    ORIENT = "ORIENT", _("orientation")
    REVEAL = "REVEAL", _("spotting the needs of the territory")
    EMERGE = "EMERGE", _("help with emergence and ideas")
    SUPPORT_GENERAL = "SUPPORT_GENERAL", _("general support")
    SUPPORT_SPECIALIST = "SUPPORT_SPECIALIST", _("specialized support")
    TRAIN = "TRAIN", _("training")
    TEST_HOST = "TEST_HOST", _("business test host, activity cooperative")
    INCUBATE = "INCUBATE", _("incubation programme")
    HOUSE = "HOUSE", _("premises (nursery, business hotel, coworking)")
    FUND = "FUND", _("funding, guarantee")
    FOLLOW_UP = "FOLLOW_UP", _("follow-up after creation")
    DIAGNOSE = "DIAGNOSE", _("shared diagnosis")
    CONSULT = "CONSULT", _("engineering, outside advice")
    NETWORK = "NETWORK", _("connecting people, sponsorship")
    POOL = "POOL", _("pooling of means")
    REPRESENT = "REPRESENT", _("representation, visibility")
    MEDIATE = "MEDIATE", _("mediation with partners")
    OBSERVE = "OBSERVE", _("observation, lessons learned")


class FunctionGroup(TextChoices):
    """The functions as people read them on the page of the chain."""

    WELCOME = "WELCOME", _("Welcome")
    TRAIN = "TRAIN", _("Train")
    ADVISE = "ADVISE", _("Advise")
    FUND = "FUND", _("Fund")
    HOUSE = "HOUSE", _("House")
    CONNECT = "CONNECT", _("Connect")

    FUNCTIONS = nonmember(
        {
            "WELCOME": ("WELCOME", "INFORM", "ORIENT", "REVEAL"),
            "TRAIN": ("TRAIN", "EMERGE", "INCUBATE"),
            "ADVISE": ("SUPPORT_GENERAL", "SUPPORT_SPECIALIST", "FOLLOW_UP", "DIAGNOSE", "CONSULT"),
            "FUND": ("FUND",),
            "HOUSE": ("TEST_HOST", "HOUSE", "POOL"),
            "CONNECT": ("NETWORK", "REPRESENT", "MEDIATE", "OBSERVE"),
        }
    )

    @property
    def functions(self) -> tuple[str, ...]:
        return FunctionGroup.FUNCTIONS[self.value]

    @classmethod
    def of(cls, function: str) -> "FunctionGroup":
        return next(group for group in cls if function in group.functions)


class Theme(TextChoices):
    """What a need is about."""

    MEANING = "MEANING", _("meaning and motivations")
    COLLECTIVE = "COLLECTIVE", _("collective dynamics, partners")
    SOCIAL_UTILITY = "SOCIAL_UTILITY", _("social utility, impact")
    TERRITORY = "TERRITORY", _("needs of the territory, market study")
    MODEL = "MODEL", _("social and economic model")
    LEGAL = "LEGAL", _("legal form, articles, approvals")
    GOVERNANCE = "GOVERNANCE", _("governance")
    FUNDING = "FUNDING", _("funding")
    CASH = "CASH", _("cash, management")
    HOLDER_STATUS = "HOLDER_STATUS", _("income and protection of the people")
    PREMISES = "PREMISES", _("premises, equipment")
    EMPLOYER = "EMPLOYER", _("jobs, volunteers, being an employer")
    MARKET = "MARKET", _("sales, communication")
    PARTNERS = "PARTNERS", _("partnerships, local authorities, public orders")
    SKILLS = "SKILLS", _("skills, training")
    DIGITAL = "DIGITAL", _("digital")
    ECOLOGY = "ECOLOGY", _("ecological transition")
    ADMIN = "ADMIN", _("formalities, accounts, taxes")
    CHANGE = "CHANGE", _("merging, pooling, change of scale")
    CRISIS = "CRISIS", _("difficulty, break")
    TRANSFER = "TRANSFER", _("transfer, end")


class LegalForm(TextChoices):
    """Law of 31 July 2014, article 1. ESUS is an approval, not a form."""

    NONE = "NONE", _("no legal entity")
    UNDECIDED = "UNDECIDED", _("not decided")
    ASSOCIATION_1901 = "ASSOCIATION_1901", _("association (law of 1901)")
    ASSOCIATION_LOCAL_LAW = "ASSOCIATION_LOCAL_LAW", _("association under local law")
    FOUNDATION = "FOUNDATION", _("foundation")
    ENDOWMENT_FUND = "ENDOWMENT_FUND", _("endowment fund")
    MUTUAL = "MUTUAL", _("mutual society")
    COOP_SCOP = "COOP_SCOP", _("workers' cooperative (SCOP)")
    COOP_SCIC = "COOP_SCIC", _("cooperative of collective interest (SCIC)")
    COOP_CAE = "COOP_CAE", _("activity and employment cooperative (CAE)")
    COOP_OTHER = "COOP_OTHER", _("other cooperative")
    COMMERCIAL_SSE = "COMMERCIAL_SSE", _("commercial company of the SSE")
    COMMERCIAL_OTHER = "COMMERCIAL_OTHER", _("other commercial company")
    SOLE_TRADER = "SOLE_TRADER", _("sole trader")
    PUBLIC_BODY = "PUBLIC_BODY", _("public body")


class Audience(TextChoices):
    """The fourteen audiences of data·inclusion v1, as they are (Licence Ouverte 2.0)."""

    ACTIFS = "actifs", _("working people")
    BENEFICIAIRES = "beneficiaires-des-minimas-sociaux", _("recipients of minimum benefits")
    DEMANDEURS_EMPLOI = "demandeurs-emploi", _("job seekers")
    ETUDIANTS = "etudiants", _("students")
    FAMILLES = "familles", _("families")
    FEMMES = "femmes", _("women")
    JEUNES = "jeunes", _("young people")
    HANDICAP = "personnes-en-situation-de-handicap", _("people with disabilities")
    URGENCE = "personnes-en-situation-durgence", _("people in an emergency")
    JURIDIQUE = "personnes-en-situation-juridique-specifique", _("people in a specific legal situation")
    EXILEES = "personnes-exilees", _("people in exile")
    QPV_FRR = "residents-qpv-frr", _("residents of priority areas")
    SENIORS = "seniors", _("older people")
    TOUS = "tous-publics", _("everybody")


class HolderType(TextChoices):
    INDIVIDUAL = "INDIVIDUAL", _("a person alone")
    GROUP = "GROUP", _("several people together")
    EXISTING_ORG = "EXISTING_ORG", _("an existing organization")
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY", _("a local authority")
    COMPANY = "COMPANY", _("a company")


class Reception(TextChoices):
    ON_SITE = "ON_SITE", _("on site")
    REMOTE = "REMOTE", _("remote")
    MOBILE = "MOBILE", _("near you, by appointment")


class Setting(TextChoices):
    ONE_TO_ONE = "ONE_TO_ONE", _("individual")
    GROUP = "GROUP", _("in a group")


class OfferForm(TextChoices):
    ONE_OFF = "ONE_OFF", _("one-off")
    PROGRAMME = "PROGRAMME", _("programme")


class Fee(TextChoices):
    FREE = "FREE", _("free of charge")
    PAID = "PAID", _("paid")
    MEMBERSHIP = "MEMBERSHIP", _("with membership")


class Reach(TextChoices):
    EMAIL = "EMAIL", _("by e-mail")
    PHONE = "PHONE", _("by telephone")
    WALK_IN = "WALK_IN", _("come in person")
    LINK = "LINK", _("on a website")


class OpenTo(TextChoices):
    HOLDERS = "HOLDERS", _("people with a project")
    PROFESSIONALS = "PROFESSIONALS", _("professionals")


class Selection(TextChoices):
    OPEN = "OPEN", _("open to all")
    COMMITTEE = "COMMITTEE", _("on decision of a committee")
    CALL = "CALL", _("on a call for projects")


class Capacity(TextChoices):
    """Can somebody be taken in now (HL7 SDOH, 2026)?"""

    OPEN = "OPEN", _("places available")
    WAITLIST = "WAITLIST", _("waiting list")
    FULL = "FULL", _("full")
    ASSESSMENT_NEEDED = "ASSESSMENT_NEEDED", _("to be discussed first")


class Role(TextChoices):
    """What somebody does in a network. One list, explained in docs/glossary.md."""

    HOLDER = "HOLDER", _("project holder")
    AMBASSADOR = "AMBASSADOR", _("ambassador")
    ADVISER = "ADVISER", _("adviser")
    ORGANIZATION_MANAGER = "ORGANIZATION_MANAGER", _("organization manager")
    FACILITATOR = "FACILITATOR", _("network facilitator")
    WRITER = "WRITER", _("writer")
    FUNDER = "FUNDER", _("funder (reads only)")
    NURSERY_MANAGER = "NURSERY_MANAGER", _("nursery manager")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")

    NEEDS_SECOND_FACTOR = nonmember(
        ("ADVISER", "ORGANIZATION_MANAGER", "FACILITATOR", "NURSERY_MANAGER", "ADMINISTRATOR")
    )
    LEADS = nonmember(("FACILITATOR", "ADMINISTRATOR"))  # may change everything of a network
    IN_ORGANIZATION = nonmember(("AMBASSADOR", "ADVISER", "ORGANIZATION_MANAGER", "NURSERY_MANAGER"))


class Freshness(TextChoices):
    """How recently somebody said that an offer is right."""

    FRESH = "fresh", _("checked")
    AGING = "aging", _("to check soon")
    STALE = "stale", _("not checked for a long time")
