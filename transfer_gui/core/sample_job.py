"""The job that ships: a source model with ImageNet weights, head only, ten training pictures of clip art a class."""

from .errors import UserError
from .job import Data, Job, Source, Training
from .plan import freeze_all_but

_EPOCHS = 20
_HEAD = "classifier.1"
"""Of both source models."""
_TRAINING = {
    "squeezenet1_1": Training(epochs=_EPOCHS, batch_size=16, learning_rate=0.002, weight_decay=1e-4),
    "efficientnet_lite0": Training(epochs=_EPOCHS, batch_size=16, learning_rate=0.01, weight_decay=1e-4),
}
MODELS = tuple(_TRAINING)
"""The source models that ship, the one of the window's first start first."""


def sample_job(name: str = "clipart-10", model: str = MODELS[0]) -> Job:
    """A job on the sample dataset `name` that reaches a good result within a minute on two CPU cores.

    Raises UserError for a model that does not ship.
    """
    if model not in _TRAINING:
        raise UserError(f"There is no sample job for {model}.", f"Choose {' or '.join(MODELS)}.")
    return Job(
        source=Source(model=model, weights="shipped"),
        plan=freeze_all_but([_HEAD]),
        data=Data(path=f"sample:{name}", augmentation="none"),
        training=_TRAINING[model],
    )
