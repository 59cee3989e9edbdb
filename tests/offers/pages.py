"""Where the pages of offers are, and what each form of an offer sends with its lists."""

from django.urls import reverse

HOME = "/r/calanques"
LISTS = {
    "dates-TOTAL_FORMS": "0",
    "dates-INITIAL_FORMS": "0",
    "prices-TOTAL_FORMS": "0",
    "prices-INITIAL_FORMS": "0",
}


def path(name: str, *arguments: object) -> str:
    """The address of a page of offers."""
    return HOME + reverse(f"offers:{name}", args=arguments)
