"""Parts of pages that are drawn once for each set of words.

Most of a page is the same as before, and the same as on the next page: after an edit, nineteen cards of twenty have not
changed. A drawing depends on nothing but the words it is given, so it is never old.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Words = dict[str, Hashable]


def drawn_once(template_name: str, most: int = 1_000) -> Callable[[Callable[..., Words]], Callable[..., SafeString]]:
    """Makes of a function that returns words a template tag that draws `template_name` with them and nothing else.

    Drawings are kept by words, language and prefix of the network, the `most` last used ones. Trusted markup among the
    words is told from the same words untrusted; within tuples it is not: escape them.
    """

    @lru_cache(maxsize=most)
    def draw(
        language: str | None, prefix: str, kinds: tuple[type, ...], words: tuple[tuple[str, Any], ...]
    ) -> SafeString:
        return render_to_string(template_name, dict(words))

    def decorate(words_of: Callable[..., Words]) -> Callable[..., SafeString]:
        @wraps(words_of)
        def tag(*args: Any, **kwargs: Any) -> SafeString:
            words = words_of(*args, **kwargs)
            return draw(get_language(), get_script_prefix(), tuple(map(type, words.values())), tuple(words.items()))

        return tag

    return decorate
