"""What people say about a key question."""

from datetime import datetime

from laplateforme.forum.actions import topic_about
from laplateforme.forum.models import Topic
from laplateforme.guidance.models import KeyQuestion, QuestionThread


def thread_of_question(*, question: KeyQuestion, at: datetime) -> Topic:
    """The topic of a published question. Whoever reads the question reads it."""
    return topic_about(
        QuestionThread.objects.all(), question=question, network=question.network, title=question.text,
        place=f"/questions/{question.slug}/", at=at,
    )  # fmt: skip
