"""A device that keeps passkeys, in memory: what it answers is written here from the WebAuthn text.

It shares no code with what checks the answers, and can be told to lie.
"""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://testserver"


@dataclass
class Authenticator:
    """One key pair; `count` is what it says next, 0 for devices that do not count."""

    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, question: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        self.user_handle = _bytes(question["user"]["id"])
        public = self._key.public_key().public_numbers()
        x, y = public.x.to_bytes(32), public.y.to_bytes(32)
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})  # COSE: EC2, ES256, P-256
        identity = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id
        data = self._data(question["rp"]["id"], self.flags | HAS_KEY) + identity + key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        seen = self._seen("webauthn.create", question)
        return self._answer(clientDataJSON=_text(seen), attestationObject=_text(attestation))

    def sign(self, question: dict[str, Any]) -> str:
        """Answer `navigator.credentials.get`."""
        data = self._data(question["rpId"], self.flags)
        seen = self._seen("webauthn.get", question)
        signed = data + hashlib.sha256(seen).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=_text(seen),
            authenticatorData=_text(data),
            signature=_text(signature),
            userHandle=_text(self.user_handle),
        )

    def _data(self, rp_id: str, flags: int) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _seen(self, kind: str, question: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": question["challenge"], "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _answer(self, **response: str) -> str:
        name = _text(self.credential_id)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(told | {"clientExtensionResults": {}})


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
