"""The Erlang formulas by brute force: sums over the states of the chain, in 60-digit arithmetic.

Nothing here is shared with the engine. A caller who finds j waiting and never gives up waits
Σ_{i≤j} Exp(θ (x + i)) with x = N μ / θ, which is -log(Beta(x, j + 1)) / θ; so the chance of a wait
beyond T is an incomplete beta function, built here term by term (all terms positive).
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

DIGITS = 60
NEGLIGIBLE = Decimal(10) ** -55
STATES_MAX = 400_000


@dataclass(frozen=True)
class Exact:
    """What a queue gives, each figure right to a double's last digit."""

    wait_probability: float
    abandonment: float
    asa_seconds: float
    service_level: float
    service_level_virtual: float


def erlang_b_exact(agents: int, *, load: float) -> float:
    """Return Σ-free Erlang B: 1/B(n) = 1 + n/a · 1/B(n-1)."""
    with localcontext() as context:
        context.prec = DIGITS
        inverse = Decimal(1)
        for n in range(1, agents + 1):
            inverse = 1 + Decimal(n) / Decimal(load) * inverse
        return float(1 / inverse)


def erlang_c_exact(agents: int, *, load: float) -> float:
    """Return Erlang C as the share of the states that wait: a^N/N! · N/(N-a) over everything."""
    with localcontext() as context:
        context.prec = DIGITS
        a = Decimal(load)
        term = total = Decimal(1)
        for n in range(1, agents):
            term *= a / n
            total += term
        waiting = term * a / agents * agents / (agents - a)
        return float(waiting / (total + waiting))


def erlang_a_exact(
    agents: int, *, load: float, aht_seconds: float, patience_seconds: float, within_seconds: float
) -> Exact:
    """Return Erlang A by summing over every state that matters."""
    with localcontext() as context:
        context.prec = DIGITS
        theta = Decimal(aht_seconds) / Decimal(patience_seconds)  # per handle time
        x = agents / theta
        a = Decimal(load)
        free = term = Decimal(1)
        for n in range(1, agents):
            term *= a / n
            free += term
        waiting = _waiting(term * a / agents, agents=agents, load=a, theta=theta)
        total = free + sum(waiting)
        left = (-Decimal(within_seconds) / Decimal(patience_seconds)).exp()
        late = _late(x, left=left, states=len(waiting))
        late_patient = _late(x + 1, left=left, states=len(waiting))
        harmonic = Decimal(0)
        queue = answered_wait = in_time = virtual = stays = Decimal(0)
        for j, mass in enumerate(waiting):
            harmonic += 1 / (x + 1 + j)
            stay = x / (x + j + 1)
            queue += j * mass
            stays += mass * stay
            answered_wait += mass * stay * harmonic
            in_time += mass * stay * (1 - late_patient[j])
            virtual += mass * (1 - late[j])
        return Exact(
            wait_probability=float(sum(waiting) / total),
            abandonment=float(theta * queue / a / total),
            asa_seconds=float(answered_wait / (free + stays) * Decimal(patience_seconds)),
            service_level=float((free + in_time) / total),
            service_level_virtual=float((free + virtual) / total),
        )


def _waiting(first: Decimal, *, agents: int, load: Decimal, theta: Decimal) -> list[Decimal]:
    """Return the weights of the states with 0, 1, 2 … waiting."""
    weights = [first]
    for j in range(1, STATES_MAX):
        ratio = load / (agents + j * theta)
        weights.append(weights[-1] * ratio)
        if ratio < 1 and weights[-1] < NEGLIGIBLE * first * (1 - ratio):
            return weights
    raise AssertionError("the queue is longer than the sum allows")


def _late(x: Decimal, *, left: Decimal, states: int) -> list[Decimal]:
    """Return P(Beta(x, j + 1) < left) for j = 0, 1, 2 …"""
    term = left**x
    tails = [term]
    for i in range(1, states):
        term *= (1 - left) * (x + i - 1) / i
        tails.append(tails[-1] + term)
    return tails
