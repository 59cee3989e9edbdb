"""What a browser would send: the fields of a form as the page shows them."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Reads the values of the form whose action or fields hold `mark`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.select = ""
        self.area = ""

    def add(self, name: str, value: str) -> None:
        if self.forms and name:
            self.forms[-1].append((name, value))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name, value = values.get("name") or "", values.get("value") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and (
            values.get("type") not in {"checkbox", "radio", "submit", "file"} or "checked" in values
        ):
            self.add(name, value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in values:
            self.add(self.select, value)
        elif tag == "textarea":
            self.area = name
            self.add(name, "")

    def handle_data(self, data: str) -> None:
        if self.area:
            name, value = self.forms[-1].pop()
            self.forms[-1].append((name, value + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def fields_of(page: str, holding: str) -> dict[str, list[str]]:
    """The values of the first form that has a field called `holding`."""
    reader = FormReader()
    reader.feed(page)
    chosen = next(form for form in reader.forms if any(name == holding for name, _ in form))
    found: dict[str, list[str]] = {}
    for name, value in chosen:
        found.setdefault(name, []).append(value.removeprefix("\n"))
    return found
