"""The blend: a ridge regression of the root of the wait on roots of what the state says.

Roots, because waits spread in proportion to their root (a sum of exponential times) and the
formulas stay nearly straight on that scale. The squared sum is scaled so that the mean is right.
"""

import numpy as np

from floorwalker.engines.expected_wait._formulas import qla, qla_seconds
from floorwalker.engines.expected_wait._states import FloatArray, LiveStates

RIDGE = 100.0  # of standardised features: weighs as much as a hundred waits
FEATURES = (
    "qla",
    "qla_of_all",
    "ahead",
    "in_queue",
    "serving",
    "present",
    "handle",
    "head",
    "last",
    "last_five",
    "last_twenty",
    "priority",
)


def features_of(states: LiveStates) -> FloatArray:
    """Return `FEATURES` of each state, shape (states, features)."""
    return np.sqrt(
        np.column_stack(
            [
                qla(states),
                qla_seconds(states, waiting=states.waiting),
                states.ahead,
                states.in_queue,
                states.serving,
                states.present,
                states.handle_seconds,
                states.head_seconds,
                states.last_seconds,
                states.last_five_seconds,
                states.last_twenty_seconds,
                states.priority,
            ]
        )
    )


def fitted(states: LiveStates, *, wait_seconds: FloatArray) -> tuple[float, ...]:
    """Return a coefficient for each feature, and the intercept.

    Args:
        states: which the waits found; shape (waits,).
        wait_seconds: that came, same shape.
    """
    raw = features_of(states)
    centre, spread = raw.mean(axis=0), raw.std(axis=0)
    scale = np.where(spread > 0, spread, np.inf)  # what never changes says nothing
    standard = (raw - centre) / scale
    root = np.sqrt(wait_seconds)
    normal = standard.T @ standard + RIDGE * np.eye(raw.shape[1])
    slopes = np.linalg.solve(normal, standard.T @ (root - root.mean())) / scale
    coefficients = np.append(slopes, root.mean() - slopes @ centre)
    told = expected_seconds(states, coefficients=tuple(coefficients)).mean()
    return tuple((coefficients * np.sqrt(wait_seconds.mean() / max(told, 1e-9))).tolist())


def expected_seconds(states: LiveStates, *, coefficients: tuple[float, ...]) -> FloatArray:
    """Return the wait that the model expects, shape (states,)."""
    *slopes, intercept = coefficients
    root: FloatArray = features_of(states) @ np.array(slopes) + intercept
    return np.maximum(root, 0.0) ** 2
