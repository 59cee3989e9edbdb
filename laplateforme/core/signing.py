"""Links sent by mail: signed, for one purpose, for a time. Opening one never acts; a button does."""

from datetime import timedelta

from django.core import signing

LINK_LIFE = timedelta(days=8)


class UnableToOpenLink(Exception):
    """The link is not ours, is for something else, or is too old (`expired`)."""

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__("expired" if expired else "wrong")
        self.expired = expired


def sign_link(purpose: str, *values: str) -> str:
    """A token for `purpose` that carries identifiers only."""
    return signing.dumps(list(values), salt=f"laplateforme.link.{purpose}", compress=False)


def open_link(purpose: str, token: str, *, life: timedelta = LINK_LIFE) -> list[str]:
    """The values that were signed. Raises UnableToOpenLink."""
    try:
        values = signing.loads(token, salt=f"laplateforme.link.{purpose}", max_age=life)
    except signing.SignatureExpired:
        raise UnableToOpenLink(expired=True) from None
    except signing.BadSignature:
        raise UnableToOpenLink from None
    return [str(value) for value in values]
