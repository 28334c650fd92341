"""A mail server of a few lines: takes what is sent to it, or answers as it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """What the server does and has got.

    Attributes:
        port: on 127.0.0.1.
        answers: command -> answer instead of "250 OK", such as RCPT -> "550 No such user".
        taken: the mails, as sent.
        recipients: of all of them.
        signed_in: what AUTH PLAIN said.
        first: set when the first mail was taken.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server."""
    state = MailServer()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 mail.example.org ready")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                verb = line.split()[0].upper()
                if verb in state.answers:
                    self.say(state.answers[verb])
                elif verb == "EHLO":
                    self.say("250-mail.example.org\r\n250 AUTH PLAIN")
                elif verb == "AUTH":
                    state.signed_in.append(line.split()[2])
                    self.say("235 Welcome")
                elif verb == "DATA":
                    self.say("354 Go on")
                    lines = []
                    while (piece := self.rfile.readline().decode()) != ".\r\n":
                        lines.append(piece)
                    state.taken.append("".join(lines))
                    self.say("250 Taken")
                    state.first.set()
                elif verb == "QUIT":
                    self.say("221 Bye")
                    return
                else:
                    if verb == "RCPT":
                        state.recipients.append(line)
                    self.say("250 OK")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Session) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
