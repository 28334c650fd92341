"""A mail server of a few lines: takes what is sent to it, in the clear or not, or answers as it is told to."""

from __future__ import annotations

import socketserver
import ssl
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
        in_the_clear: commands that came without TLS.
        first: set when the first mail was taken.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    in_the_clear: list[str] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)


@contextmanager
def mail_server(certificate: ssl.SSLContext | None = None, from_the_start: bool = False) -> Iterator[MailServer]:
    """A running server.

    Args:
        certificate: with one the server speaks TLS.
        from_the_start: TLS before the first word, as on port 465; otherwise after STARTTLS.
    """
    state = MailServer()

    class Session(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            super().setup()
            if certificate is not None and from_the_start:
                self.wrap(certificate)

        def wrap(self, context: ssl.SSLContext) -> None:
            self.connection = self.request = context.wrap_socket(self.request, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

        def handle(self) -> None:
            self.say("220 mail.example.org ready")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                verb = line.split()[0].upper()
                if not isinstance(self.connection, ssl.SSLSocket):
                    state.in_the_clear.append(verb)
                if verb in state.answers:
                    self.say(state.answers[verb])
                elif verb == "EHLO":
                    extra = "250-STARTTLS\r\n" if certificate is not None and not from_the_start else ""
                    self.say(f"250-mail.example.org\r\n{extra}250 AUTH PLAIN")
                elif verb == "STARTTLS" and certificate is not None:
                    self.say("220 Go ahead")
                    self.wrap(certificate)
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

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that trusts nobody hangs up in the middle of a handshake: that is no fault of the server's."""

    with Server(("127.0.0.1", 0), Session) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
