"""A mail server on loopback that behaves badly on demand."""

import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = Callable[[str], str]


@dataclass
class Manners:
    """How the server behaves; tests change it while it runs.

    `banner`: its first line. `recipient`: its answer to each address. `delay`: seconds before each line. `hangs_up`:
    accepts that many messages, then closes instead of saying so. `holds`: waits before it answers to a recipient.
    """

    banner: str = "220 ready"
    recipient: Answer = lambda address: "250 ok"
    delay: float = 0.0
    hangs_up: int = 0
    holds: threading.Event | None = None


@dataclass
class MailServer:
    port: int = 0
    manners: Manners = field(default_factory=Manners)
    accepted: list[tuple[str, str]] = field(default_factory=list)  # recipient, Message-ID
    connections: int = 0
    held: threading.Event = field(default_factory=threading.Event)

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.accepted]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        house: MailServer = self.server.house  # type: ignore[attr-defined]
        house.connections += 1
        try:
            self.say(house.manners.banner)
            if house.manners.banner.startswith("220"):
                self.converse(house)
        except OSError:
            return

    def say(self, line: str) -> None:
        time.sleep(self.server.house.manners.delay)  # type: ignore[attr-defined]
        self.wfile.write(f"{line}\r\n".encode())

    def converse(self, house: MailServer) -> None:
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
                if house.manners.holds is not None:
                    house.held.set()
                    house.manners.holds.wait(20)
                self.say(house.manners.recipient(recipient))
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take(house, recipient):
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, house: MailServer, recipient: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        if not line:
            return False
        found = re.search(r"^Message-ID: (\S+)", "".join(lines), re.M | re.I)
        house.accepted.append((recipient, found[1] if found else ""))
        if house.manners.hangs_up:
            house.manners.hangs_up -= 1
            return False
        self.say("250 kept")
        return True


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def mail_server(house: MailServer | None = None) -> Iterator[MailServer]:
    """Runs until the block ends; given a house that stopped, opens it again on the same port."""
    house = house or MailServer()
    with _Threads(("127.0.0.1", house.port), Conversation) as server:
        server.house = house  # type: ignore[attr-defined]
        house.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield house
        finally:
            server.shutdown()
