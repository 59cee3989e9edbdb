"""Structured logs, one JSON object a line. Identifiers only: no address, no name, no query string, no mailed link.

What a person typed reaches a log through the message of an exception ("could not convert string to float: 'Nadia'",
PostgreSQL's "DETAIL: Failing row contains (…)"): only its first line is kept, without what stands between quotes.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"(?<!\d)(?:\+33|0)[1-9](?:[ .-]?\d\d){4}(?!\d)")
SIGNED = re.compile(r"[\w-]{6,}:[\w-]{4,}:[\w-]{20,}")  # what a mailed link carries: it opens a page without account
QUOTED = re.compile(r"'.*'|\".*\"|«.*»|“.*”|\(.*\)=\(.*\)")
OF_PROGRAMS = (AttributeError, ImportError, NameError, TypeError)  # they quote names of ours, not words of people


def without_persons(text: str) -> str:
    """Masks e-mail addresses, French telephone numbers and signed links."""
    return PHONE.sub("[phone]", MAIL.sub("[mail]", SIGNED.sub("[link]", text)))


def said_by(error: BaseException) -> str:
    """The kind of an exception and its first line, without what it quotes."""
    first = str(error).strip().split("\n", 1)[0][:300]
    words = first if isinstance(error, OF_PROGRAMS) else QUOTED.sub("[…]", first)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def told(error: BaseException) -> str:
    """Where an exception and those that led to it were raised, and what each said."""
    parts, seen = [], set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(one.__traceback__)]
        parts.append("\n".join([*frames, said_by(one)]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return without_persons("\nafter\n".join(parts))


class Formatter(logging.Formatter):
    """JSON lines; an exception keeps its type and place, its message without persons."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": without_persons(record.getMessage().split("?", 1)[0]),
        }
        if request_id.get():
            line["request"] = request_id.get()
        for name in ("status", "milliseconds", "view", "task"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info and record.exc_info[1]:
            line["exception"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)
