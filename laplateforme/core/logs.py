"""Structured logs, one JSON object a line. Identifiers only: no address, no name, no query string."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"(?<!\d)(?:\+33|0)[1-9](?:[ .-]?\d\d){4}(?!\d)")


def without_persons(text: str) -> str:
    """Masks e-mail addresses and French telephone numbers."""
    return PHONE.sub("[phone]", MAIL.sub("[mail]", text))


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
        if record.exc_info:
            line["exception"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
