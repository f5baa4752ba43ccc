"""Real receivers of webhooks on loopback: honest, slow, endless, redirecting, silent.

Their certificates come from a certificate authority made for the run.
"""

import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

NAMES = ("localhost", "receiver.example")
DRIP_SECONDS = 0.05


@dataclass(frozen=True)
class Authority:
    """A certificate authority, and a server's certificate that it signed."""

    ca_file: Path
    server_file: Path

    def client(self) -> ssl.SSLContext:
        """Return a context that trusts this authority and no other."""
        return ssl.create_default_context(cafile=str(self.ca_file))

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server_file)
        return context


@dataclass(frozen=True)
class Request:
    """What a receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """A running server, and all that it got."""

    port: int
    requests: list[Request] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    behaviour: Behaviour = lambda handler: answer(handler, 204)
    at_once: int = 0
    at_once_most: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        return [request.headers["webhook-id"] for request in self.requests]


def make_authority(folder: Path) -> Authority:
    """Make an authority and a certificate for `NAMES` and 127.0.0.1."""
    ca_key, server_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    ca_name, server_name = _name("tests"), _name("receiver")
    constraints = x509.BasicConstraints(ca=True, path_length=0)
    ca = _unsigned(ca_name, ca_name, ca_key).add_extension(constraints, critical=True)
    usage = x509.KeyUsage(
        *[False] * 5, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
    )
    ca = ca.add_extension(usage, critical=True)
    ca = ca.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), critical=False
    )
    names = [x509.DNSName(name) for name in NAMES]
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    server = _unsigned(server_name, ca_name, server_key)
    server = server.add_extension(x509.SubjectAlternativeName([*names, here]), critical=False)
    server = server.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
    )
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    key = server_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    server_file.write_bytes(key + server.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return Authority(ca_file, server_file)


@contextmanager
def receiver(
    behaviour: Behaviour | None = None, *, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    """Run a receiver on loopback until the block ends."""
    running: Receiver

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with running.counting:
                running.requests.append(Request(self.path, headers, body))
                running.at_once += 1
                running.at_once_most = max(running.at_once_most, running.at_once)
            try:
                running.behaviour(self)
            except (ConnectionError, ssl.SSLError):
                pass  # whoever called is gone
            finally:
                with running.counting:
                    running.at_once -= 1
            self.close_connection = True

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> Any:
            connection, address = super().get_request()
            if tls is not None:
                connection = tls.wrap_socket(
                    connection, server_side=True, do_handshake_on_connect=False
                )
            return connection, address

        def handle_error(self, *_arguments: Any) -> None:
            """A client that does not trust us leaves in the middle of the handshake."""

    with Server(("127.0.0.1", 0), Handler) as server:
        running = Receiver(server.server_address[1])
        if behaviour is not None:
            running.behaviour = behaviour
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            running.let_go.set()
            server.shutdown()
            thread.join()


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    today = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
    )
