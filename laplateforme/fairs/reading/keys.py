"""Private keys of stands: one file each, in a folder outside the database, readable by the service alone."""

import os
import re
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = re.compile(r"[a-z0-9]{1,12}")


class UnableToReadKey(Exception):
    """The file is absent, cannot be read, or holds something else."""


def path_of(folder: Path, stand: str, number: int) -> Path:
    """Raises UnableToReadKey for a stand whose code cannot be one of ours."""
    if not NAME.fullmatch(stand):
        raise UnableToReadKey(stand)
    return folder / f"{stand}-{number}.pem"


def keep(folder: Path, stand: str, number: int, key: ec.EllipticCurvePrivateKey) -> Path:
    """On the disk before it returns; never over another one. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = path_of(folder, stand, number)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return target


def find(folder: Path, stand: str, number: int) -> ec.EllipticCurvePrivateKey:
    """Raises UnableToReadKey."""
    try:
        key = serialization.load_pem_private_key(path_of(folder, stand, number).read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise UnableToReadKey(stand) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise UnableToReadKey(stand)
    return key
