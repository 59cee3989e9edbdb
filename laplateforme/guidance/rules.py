"""Who may do what in guidance."""

from typing import Any

from laplateforme.forum.models import Topic
from laplateforme.guidance.enums import RequestStatus
from laplateforme.guidance.models import ContactRequest, KeyQuestion, QuestionThread
from laplateforme.network.models import Membership, Network
from laplateforme.network.rules import is_facilitator, is_professional, roles_in
from laplateforme.vocabulary.enums import Role

ANSWERING = (Role.ADVISER, Role.ORGANIZATION_MANAGER)


def can_see_exposure(user: Any, network: Network) -> bool:
    """Members always; everybody once the network has published the page."""
    if network.exposure_published and network.is_published:
        return True
    if not user.is_authenticated:
        return False
    return bool(user.is_superuser or user.memberships.filter(network=network, is_active=True).exists())


def can_react(question: KeyQuestion) -> bool:
    """Anybody, while the question is published and its thread open."""
    thread = QuestionThread.objects.select_related("topic").filter(question=question).first()
    return question.is_published and (thread is None or thread.topic.is_open)


def can_edit_bank(user: Any, network: Network | None) -> bool:
    """Facilitators write the key questions."""
    return is_facilitator(user, network)


def can_read_gaps(user: Any, network: Network | None) -> bool:
    """Those who work in the network compose its offer together: they see what is missing."""
    return is_professional(user, network)


def can_read_requests(user: Any, network: Network | None) -> bool:
    """Has an inbox here; which requests it holds is said by `visible_to`."""
    return is_facilitator(user, network) or not roles_in(user, network).isdisjoint(ANSWERING)


def answers_for_an_organization(user: Any, network: Network) -> bool:
    """Advisers and managers: those who may open a file."""
    return not roles_in(user, network).isdisjoint(ANSWERING)


def can_route_request(user: Any, request: ContactRequest) -> bool:
    """Facilitators of the network that received it, while it is open."""
    return request.status in RequestStatus.OPEN and is_facilitator(user, request.network)


def can_answer_request(user: Any, request: ContactRequest) -> bool:
    """The facilitators, and the people of the organization it was passed to, while it is open."""
    if request.status not in RequestStatus.OPEN:
        return False
    return is_facilitator(user, request.network) or _is_of(user, request)


def can_remind(user: Any, request: ContactRequest) -> bool:
    """Facilitators, once somebody has been asked."""
    return request.status == RequestStatus.ROUTED and is_facilitator(user, request.network)


def _is_of(user: Any, request: ContactRequest) -> bool:
    if request.organization_id is None or not user.is_authenticated:
        return False
    mine = Membership.objects.of(user, request.network).filter(organization=request.organization_id)
    return mine.filter(role__in=ANSWERING).exists()


def shows_thread(topic: Topic) -> bool:
    """What people say about a key question is read while it is published."""
    return QuestionThread.objects.filter(topic=topic, question__is_published=True).exists()
