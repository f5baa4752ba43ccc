"""Failures to sign in, for the monitoring: how many, never whose."""

from prometheus_client import Counter

from floorwalker.foundation.metrics import REGISTRY

FAILURES = Counter(
    "floorwalker_sign_in_failures",
    "Tries to sign in that failed: a wrong password, a wrong code, or refused during a pause.",
    labelnames=["reason"],
    registry=REGISTRY,
)
WRONG_PASSWORD, WRONG_CODE, PAUSED = "password", "code", "paused"  # words, not secrets
for _reason in (WRONG_PASSWORD, WRONG_CODE, PAUSED):
    FAILURES.labels(_reason)  # 0 from the start: the first failure is then a rise
