"""A small proxy before several web servers, as any site has one: each connection to the next."""

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

CHUNK_BYTES = 65_536


class RoundRobin:
    """Passes bytes on; a web server that takes no connection is skipped."""

    def __init__(self, ports: list[int]) -> None:
        self.stream_port: int | None = None
        """The web server that was last asked for a live stream."""
        self._ports = itertools.cycle(ports)
        self._tries = len(ports)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                visitor, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=[visitor], daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with closing(visitor):
            for port in itertools.islice(self._ports, self._tries):
                with (
                    suppress(ConnectionRefusedError),
                    socket.create_connection(("127.0.0.1", port)) as server,
                ):
                    back = threading.Thread(target=_pass_on, args=[server, visitor], daemon=True)
                    back.start()
                    self._pass_questions(visitor, server, port)
                    return

    def _pass_questions(self, visitor: socket.socket, server: socket.socket, port: int) -> None:
        with suppress(OSError):
            while chunk := visitor.recv(CHUNK_BYTES):
                if chunk.startswith(b"GET /live?"):
                    self.stream_port = port
                server.sendall(chunk)


def _pass_on(server: socket.socket, visitor: socket.socket) -> None:
    with suppress(OSError):
        while chunk := server.recv(CHUNK_BYTES):
            visitor.sendall(chunk)
    with suppress(OSError):
        visitor.shutdown(socket.SHUT_RDWR)  # a server that died ends its visitors' connections


@contextmanager
def round_robin(ports: list[int]) -> Iterator[RoundRobin]:
    proxy = RoundRobin(ports)
    try:
        yield proxy
    finally:
        proxy.close()
