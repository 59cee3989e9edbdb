"""Sealed envelopes: written by a phone that cannot read them again, opened here with the key of the stand.

A known construction (docs/decisions): an ephemeral P-256 key and the stand's public key agree on a secret; HKDF-SHA-256
makes a key of it; AES-256-GCM seals the words and vouches for the stand, the number of its key, the envelope and the
version. Nothing else of an envelope is trusted.
"""

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
CURVE = ec.SECP256R1()
INFO = b"laplateforme stand envelope"
PADDED_TO = 512  # what was written does not show by its length
LONGEST = 24_000  # characters of a sealed text
STAND = re.compile(r"[a-z0-9]{1,12}")
HOUR = re.compile(r"[0-9TZ:.+\-]")
POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


class UnableToOpen(Exception):
    """`why`: shape (not an envelope), version, key (another key, or altered on the way), words (no contact inside)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Sealed:
    """An envelope as it travels. `said_at`, `serial`: what the phone says, only to be shown."""

    version: int
    stand: str
    key: int
    id: UUID
    point: bytes
    nonce: bytes
    content: bytes
    said_at: str = ""
    serial: int = 0

    @property
    def digest(self) -> str:
        """The fingerprint of what was sealed: two that are alike are the same envelope."""
        return hashlib.sha256(self.point + self.nonce + self.content).hexdigest()


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVE)


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half as phones read it: the uncompressed point in base64url."""
    return encode(key.public_key().public_bytes(*POINT))


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Raises UnableToOpen."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnableToOpen("shape") from None


def read(data: Any) -> Sealed:
    """The envelope in what came by the network. Raises UnableToOpen("shape")."""
    if not isinstance(data, Mapping):
        raise UnableToOpen("shape")
    texts = [data.get(name) for name in ("stand", "id", "point", "nonce", "content")]
    version, key, serial = data.get("v"), data.get("key"), data.get("n", 0)
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts):
        raise UnableToOpen("shape")
    if not all(type(number) is int and 0 <= number < 2**31 for number in (version, key, serial)):
        raise UnableToOpen("shape")
    stand, name, point, nonce, content = (str(text) for text in texts)
    if not STAND.fullmatch(stand):
        raise UnableToOpen("shape")
    try:
        identifier = UUID(name)
    except ValueError:
        raise UnableToOpen("shape") from None
    return Sealed(
        int(version or 0), stand, int(key or 0), identifier, decode(point), decode(nonce), decode(content),
        "".join(HOUR.findall(str(data.get("at"))))[:40], int(serial or 0),
    )  # fmt: skip


def write(sealed: Sealed) -> dict[str, Any]:
    """As it travels and as it is kept aside."""
    return {
        "v": sealed.version, "stand": sealed.stand, "key": sealed.key, "id": str(sealed.id), "at": sealed.said_at,
        "n": sealed.serial, "point": encode(sealed.point), "nonce": encode(sealed.nonce),
        "content": encode(sealed.content),
    }  # fmt: skip


def vouched(version: int, stand: str, key: int, identifier: UUID) -> bytes:
    """What the seal vouches for beside the words."""
    return f"laplateforme-stand|{version}|{stand}|{key}|{identifier}".encode()


def secret_of(mine: ec.EllipticCurvePrivateKey, theirs: ec.EllipticCurvePublicKey, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, INFO).derive(mine.exchange(ec.ECDH(), theirs))


def _open_first(sealed: Sealed, key: ec.EllipticCurvePrivateKey) -> bytes:
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sealed.point)
    except ValueError:
        raise UnableToOpen("shape") from None
    salt = sealed.point + key.public_key().public_bytes(*POINT)
    about = vouched(sealed.version, sealed.stand, sealed.key, sealed.id)
    try:
        return AESGCM(secret_of(key, point, salt)).decrypt(sealed.nonce, sealed.content, about)
    except (InvalidTag, ValueError):
        raise UnableToOpen("key") from None


# A version stays here as long as a phone may hold an envelope of it: none is ever taken away without a release note.
OPENERS: dict[int, Callable[[Sealed, ec.EllipticCurvePrivateKey], bytes]] = {1: _open_first}


def open_sealed(sealed: Sealed, key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """The words in an envelope. Raises UnableToOpen."""
    opener = OPENERS.get(sealed.version)
    if opener is None:
        raise UnableToOpen("version")
    try:
        words = json.loads(opener(sealed, key).decode("utf-8"))
    except (UnicodeDecodeError, ValueError):
        raise UnableToOpen("words") from None
    if not isinstance(words, dict):
        raise UnableToOpen("words")
    return words


def seal(
    words: Mapping[str, Any], *, public: str, stand: str, key: int, identifier: UUID, serial: int = 0, said_at: str = ""
) -> Sealed:
    """As a phone does it; for tests, measures and the drill."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(public))
    mine, nonce = new_key(), os.urandom(12)
    point = mine.public_key().public_bytes(*POINT)
    text = json.dumps(words).encode()
    text += b" " * (-len(text) % PADDED_TO)
    secret = secret_of(mine, theirs, point + decode(public))
    content = AESGCM(secret).encrypt(nonce, text, vouched(VERSION, stand, key, identifier))
    return Sealed(VERSION, stand, key, identifier, point, nonce, content, said_at, serial)
