"""What a task costs, by the keystroke-level model of the design: taps, fields typed, seconds."""

import sys
from dataclasses import dataclass

from playwright.sync_api import Locator

TAP, THINK, CHARACTER, PAGE = 1.1, 1.35, 0.28, 1.0


@dataclass
class Effort:
    """Keystroke-level model: what a task costs."""

    taps: int = 0
    fields: int = 0
    seconds: float = 0.0

    def tap(self, target: Locator, *, decide: bool = True, loads: bool = False) -> None:
        target.click()
        self.taps += 1
        self.seconds += TAP + (THINK if decide else 0) + (PAGE if loads else 0)

    def type(self, target: Locator, text: str, *, typed: str | None = None) -> None:
        """`typed`: what the fingers write of `text`, when the rest is in the field already."""
        target.fill(text)
        self.fields += 1
        self.seconds += TAP + THINK + CHARACTER * len(text if typed is None else typed)

    def say(self, task: str) -> None:
        sys.stdout.write(f"{task}: {self.taps} taps, {self.fields} fields, {self.seconds:.1f} s\n")

    def within(self, task: str, *, taps: int, fields: int, seconds: float) -> None:
        """Says what the task cost and refuses more than its limit."""
        self.say(task)
        assert self.taps <= taps, f"{task}: {self.taps} taps"
        assert self.fields <= fields, f"{task}: {self.fields} fields"
        assert self.seconds <= seconds, f"{task}: {self.seconds:.1f} s"
