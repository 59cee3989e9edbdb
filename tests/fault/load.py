"""Clients who post a creating form over HTTP, again and again with the same key until they hear an answer."""

import http.client
import random
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.fault.house import House

TOKEN = "x" * 32
FORM = "/r/calanques/structures/nouvelle/"


@dataclass
class Deed:
    """One thing that one person wants done once. `answer`: the address they were sent to, "" before they heard."""

    name: str
    key: str
    session: str
    answer: str = ""
    again: str = ""  # the answer to the same form sent once more

    def body(self) -> str:
        words = {"name": self.name, "email": f"{self.name}@b.example", "csrfmiddlewaretoken": TOKEN}
        return urlencode(words | ({"idempotency_key": self.key} if self.key else {}))


def new_deed(session: str, *, keyed: bool = True) -> Deed:
    return Deed(f"maison-{uuid.uuid4().hex}", uuid.uuid4().hex if keyed else "", session)


def send(port: int, deed: Deed, *, timeout: float = 20) -> http.client.HTTPResponse:
    """Sends the form; the answer's body is read."""
    connection = http.client.HTTPConnection("localhost", port, timeout=timeout)
    try:
        connection.request("POST", FORM, deed.body(), headers_of(deed))
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def headers_of(deed: Deed) -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={deed.session}; csrftoken={TOKEN}",
    }


def send_deaf(port: int, deed: Deed) -> None:
    """Sends the form and hangs up without hearing the answer."""
    body = deed.body().encode()
    lines = [f"POST {FORM} HTTP/1.1", f"Host: localhost:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers_of(deed).items()]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as one:
        one.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        time.sleep(0.02)


@dataclass
class Crowd:
    """Clients at work until `stop`; every deed begun is listed, those with an answer are acknowledged."""

    house: House
    sessions: list[str]
    deeds: list[Deed] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    unheard: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.threads = [threading.Thread(target=self.live, args=(session,)) for session in self.sessions]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)

    def heard(self) -> int:
        """How many deeds have had an answer."""
        return sum(bool(deed.answer) for deed in self.deeds)

    def live(self, session: str) -> None:
        chance = random.Random(session)
        while not self.stopping.is_set():
            deed = new_deed(session)
            self.deeds.append(deed)
            self.until_heard(deed)
            if deed.answer and chance.random() < 0.2:
                deed.again = self.once(deed)

    def until_heard(self, deed: Deed) -> None:
        while not deed.answer and not self.stopping.is_set():
            deed.answer = self.once(deed)
            if not deed.answer:
                time.sleep(0.1)

    def once(self, deed: Deed) -> str:
        try:
            answer = send(self.house.port, deed)
        except (OSError, http.client.HTTPException):
            self.unheard += 1
            return ""
        if answer.status == 302:
            return answer.getheader("Location") or ""
        if answer.status != 503:
            self.strange.append(answer.status)
        return ""
