"""Key questions, as the search finds them."""

from collections.abc import Iterable, Sequence

from laplateforme.core.search import Document
from laplateforme.guidance.models import KeyQuestion
from laplateforme.vocabulary.enums import Stage, Theme, Verb

KIND = "key_question"
FACETS = ("stages", "verbs", "themes")


def key_question_documents(keys: Sequence[str] | None) -> Iterable[Document]:
    """Published questions of published networks."""
    questions = KeyQuestion.objects.published().filter(network__is_published=True)
    if keys is not None:
        questions = questions.filter(pk__in=keys)
    for question in questions.iterator(chunk_size=500):
        yield document_of(question)


def document_of(question: KeyQuestion) -> Document:
    """A question of no stage in particular is found under each of them."""
    stages = (question.stage,) if question.stage else tuple(Stage.values)
    verbs = (Verb.of(question.stage).value,) if question.stage else tuple(Verb.values)
    theme = Theme(question.theme).label if question.theme in Theme.values else ""
    return Document(
        kind=KIND,
        key=str(question.pk),
        networks=(str(question.network_id),),
        texts={
            "title": question.text,
            "words": ", ".join(str(word) for word in question.lay_words),
            "body": question.short_answer,
            "labels": str(theme),
        },
        facets={"stages": stages, "verbs": verbs, "themes": (question.theme,)},
        boost=max(0.0, 1 - question.position / 1000),
        payload={"slug": question.slug, "text": question.text, "stage": question.stage, "theme": question.theme},
    )
