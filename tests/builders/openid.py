"""A real OpenID provider as a process of its own, and one that says whatever a test wants."""

import json
import socket
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from floorwalker.foundation.accounts.records import ProviderSettings
from tests.builders.processes import eventually

CLIENT_ID = "floorwalker"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def settings_for(issuer: str, *, creates_accounts: bool = False) -> ProviderSettings:
    return ProviderSettings(issuer, CLIENT_ID, "a secret", "", creates_accounts)


@contextmanager
def real_provider() -> Iterator[str]:
    """Run `oidc-provider-mock`; the block gets its issuer."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    issuer = f"http://localhost:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: _answers(issuer))
        yield issuer
    finally:
        process.kill()
        process.wait()


def let_in(address: str, *, issuer: str, subject: str, **claims: object) -> str:
    """Be a person at the provider who says yes; return where the provider sends the browser."""
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()
    return _sent_back(address, sub=subject)


def say_no(address: str) -> str:
    return _sent_back(address, action="deny")


def _sent_back(address: str, **form: str) -> str:
    answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def _answers(issuer: str) -> bool:
    try:
        return requests.get(f"{issuer}/jwks", timeout=2).ok
    except requests.RequestException:
        return False


@dataclass
class Liar:
    """A provider whose answers a test makes; `asked` is what its token endpoint was sent."""

    issuer: str
    described: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    key: Any = field(default_factory=lambda: KEY)
    asked: dict[str, list[str]] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)

    def answer(self, path: str) -> object:
        if path == "/.well-known/openid-configuration":
            names = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "jwks_uri": "jwks",
            }
            addresses = {name: f"{self.issuer}/{where}" for name, where in names.items()}
            return addresses | {"issuer": self.issuer} | self.described
        if path == "/jwks":
            return {"keys": [KEY.as_dict(private=False)]}
        if path == "/userinfo":
            return self.userinfo
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token()}

    def _id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "7", "iat": now, "exp": now + 60}
        algorithms = [self.header["alg"]]
        if algorithms == ["none"]:
            parts = (json.dumps(part).encode() for part in (self.header, claims | self.claims))
            return ".".join([*(urlsafe_b64encode(p).decode().rstrip("=") for p in parts), ""])
        return jwt.encode(self.header, claims | self.claims, self.key, algorithms=algorithms)


@contextmanager
def liar() -> Iterator[Liar]:
    """Serve a `Liar` on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            lying.asked = parse_qs(self.rfile.read(size).decode())
            self._reply()

        def _reply(self) -> None:
            if self.path in lying.instead:
                lying.instead[self.path](self)
                return
            body = json.dumps(lying.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    lying = Liar(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield lying
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
