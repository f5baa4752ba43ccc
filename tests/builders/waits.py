"""Days of one agent whose callers wait for each other, for what learns from waits."""

from datetime import date, timedelta

import numpy as np

DAYS = 8
FIRST_DAY = date(2026, 3, 2)


def days_of_waits(*, queue: str = "calls", days: int = DAYS) -> str:
    """Return contacts as CSV: about 1,900 in 8 days, half of which had to wait.

    Asha answers; Ben is there but takes the shortest calls only, which the formula does not know.
    """
    dice = np.random.default_rng(4)
    lines = ["arrived_at,queue,wait_seconds,outcome,handle_seconds,agent"]
    for number in range(days):
        day, now, free = FIRST_DAY + timedelta(days=number), 8 * 3600.0, 0.0
        while now < 16 * 3600:
            now += round(dice.exponential(120)) + 1
            handle = round(dice.exponential(100)) + 1
            wait = max(0.0, free - now)
            free = now + wait + handle
            clock = f"{now // 3600:02.0f}:{now // 60 % 60:02.0f}:{now % 60:02.0f}"
            lines.append(f"{day} {clock},{queue},{wait:.0f},answered,{handle},Asha")
            if len(lines) % 4 == 0:
                lines.append(f"{day} {clock},{queue},0,answered,3,Ben")
    return "\n".join(lines) + "\n"
