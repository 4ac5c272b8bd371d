"""Thins a long curve to what a screen can show, and finds the range worth showing."""

import numpy as np

from .metrics import Floats


def decimate(x: Floats, y: Floats, low: float, high: float, buckets: int) -> tuple[Floats, Floats]:
    """The part of a curve with x in low..high, as the smallest and largest value of each of `buckets` stretches.

    x ascends. A curve short enough comes back whole, with one point more on either side. No peak is lost: each
    bucket's extremes stay. Infinities become NaN, which leaves a gap.
    """
    first = max(0, int(np.searchsorted(x, low)) - 1)
    last = min(len(x), int(np.searchsorted(x, high, side="right")) + 1)
    x, y = x[first:last], y[first:last]
    if len(x) <= 2 * buckets:
        return x, np.where(np.isfinite(y), y, np.nan)
    width = -(-len(x) // buckets)
    short = -len(x) % width  # the last bucket is filled up with gaps
    rows = np.append(y, np.full(short, np.nan)).reshape(-1, width)
    finite = np.isfinite(rows)
    least = np.where(finite, rows, np.inf).min(1)
    most = np.where(finite, rows, -np.inf).max(1)
    empty = ~finite.any(1)
    least[empty] = most[empty] = np.nan
    thin_y = np.empty(2 * len(rows))
    thin_y[0::2], thin_y[1::2] = least, most
    return np.repeat(x[::width], 2), thin_y


def steady_range(now: tuple[float, float], wanted: tuple[float, float], room: float) -> tuple[float, float]:
    """The range to show: `now` while all of `wanted` lies in it and fills most of it, else `wanted` with room to grow.

    Axes that move with every step cost more to draw than the curve does. `room` is the share of the span that may
    stay empty.
    """
    span = wanted[1] - wanted[0]
    if now[0] <= wanted[0] and wanted[1] <= now[1] and now[1] - now[0] <= (1 + 2 * room) * span:
        return now
    return wanted[0], wanted[1] + room * span


def fitting_range(values: list[Floats], log: bool = False) -> tuple[float, float]:
    """A range (of log10 where `log`) that shows the values, single outliers left out; always finite.

    From the 0.5 to the 99.5 percent quantile with a margin, so that one 1e30 does not flatten the rest; all of the
    values where the whole spread is not much wider than that.
    """
    every = np.concatenate([np.asarray(v, dtype=float) for v in values]) if values else np.empty(0)
    every = every[np.isfinite(every)]
    if log:
        every = np.log10(every[every > 0])
    if not len(every):
        return (-1.0, 1.0) if log else (0.0, 1.0)
    least, low, high, most = np.quantile(every, [0, 0.005, 0.995, 1])
    spread = max(high - low, 1e-12, 1e-9 * max(abs(low), abs(high)))
    if most - least <= 4 * spread:
        low, high = least, most
    margin = max(0.06 * (high - low), 1e-3 * abs(high), 1e-9)
    if high == low and not log:
        margin = 0.1 * abs(high) or 1.0  # few digits on the axis of a constant
    return float(low - margin), float(high + margin)
