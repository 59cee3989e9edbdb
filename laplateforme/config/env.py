"""The environment, read in one typed place. A wrong value stops the start with a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path


class BadEnvironment(SystemExit):
    """A variable is missing or has a value that cannot be understood."""


class Environment:
    """Reads variables from a mapping; `NAME_FILE` may name a file that holds the value (secrets)."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source

    def text(self, name: str, default: str | None = None) -> str:
        value = self.source.get(name)
        if value is None and (path := self.source.get(f"{name}_FILE")):
            value = Path(path).read_text(encoding="utf-8").strip()
        if value is None:
            value = default
        if value is None:
            raise BadEnvironment(f"{name} is missing: see docs/environment.md.")
        return value

    def boolean(self, name: str, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").strip().lower()
        if value in {"1", "yes", "true", "on"}:
            return True
        if value in {"0", "no", "false", "off"}:
            return False
        raise BadEnvironment(f"{name} must be yes or no, not {value!r}.")

    def integer(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        try:
            return int(value)
        except ValueError:
            raise BadEnvironment(f"{name} must be a whole number, not {value!r}.") from None

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().resolve()

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name, "").split(",") if word.strip()]
