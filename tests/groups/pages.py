"""Where the pages of groups are, and what nobody should be able to put on them."""

from django.urls import reverse

HERE = "/r/calanques"
PAYLOAD = "<x-canari onclick=1>"


def url(name: str, *args: object) -> str:
    """The address of a page of groups."""
    return HERE + reverse(f"groups:{name}", args=args)
