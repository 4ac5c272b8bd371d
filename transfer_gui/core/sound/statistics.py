"""A sound described without a network: what its mel bands do over time."""

import numpy as np

from .mel import Floats, mel
from .speech import RECIPE

SECONDS = 60.0
"""Of a sound that are described."""
_LEAST = 1e-6
"""Added to the power before its logarithm is taken."""


def describe(wave: Floats) -> Floats:
    """Mean, standard deviation and the largest of each band's logarithm over the frames, (120,), of a sound (samples,)
    at 16 kHz."""
    bands = np.log(mel(wave, RECIPE) + np.float32(_LEAST))
    return np.concatenate(
        [bands.mean(1), bands.std(1, ddof=1) if bands.shape[1] > 1 else 0 * bands[:, 0], bands.max(1)]
    )
