"""The jobs that ship: a source model of each kind, head only, on data that come with the program; and the examples in
`resources/jobs`."""

from pathlib import Path

from . import job as jobs
from . import paths
from .errors import UserError
from .job import Data, Job, Source, Training
from .plan import freeze_all_but

_EPOCHS = 20
_SQUEEZENET = Training(epochs=_EPOCHS, batch_size=16, learning_rate=0.002, weight_decay=1e-4)
_LITE0 = Training(epochs=_EPOCHS, batch_size=16, learning_rate=0.01, weight_decay=1e-4)
_TRAINING = {
    "clipart-10": {"squeezenet1_1": _SQUEEZENET, "efficientnet_lite0": _LITE0},
    "clipart-40": {"squeezenet1_1": _SQUEEZENET, "efficientnet_lite0": _LITE0},
    "sounds": {
        "resemblyzer": Training(epochs=40, batch_size=8, learning_rate=0.5),
        "squeezenet1_1": _SQUEEZENET,
        "efficientnet_lite0": _LITE0,
    },
    "glosses": {"glove_mean": Training(epochs=40, batch_size=16, learning_rate=0.5)},
}
"""By the sample, and by the source model: its usual one first."""
_DOMAINS = {"sounds": "sound", "glosses": "text"}
_HEADS = {"squeezenet1_1": "classifier.1", "efficientnet_lite0": "classifier.1"}
NAMES = tuple(_TRAINING)
MODELS = tuple(_TRAINING["clipart-10"])
"""The source models for pictures that ship, the one of the window's first start first."""


EXAMPLE = "keras-to-text"
"""A Keras file as the source of a network for texts, layer by layer."""


def examples() -> dict[str, Path]:
    """The job files that ship, by name."""
    return {path.stem: path for path in sorted((paths.resources() / "jobs").glob("*.toml"))}


def sample_job(name: str = "clipart-10", model: str = "") -> Job:
    """A job on the sample dataset `name` that reaches a good result within a minute on two CPU cores.

    Raises UserError for a sample that there is not, or a model that does not ship for it.
    """
    if name not in _TRAINING:
        raise UserError(f"There is no sample called {name!r}.", f"Choose {' or '.join(NAMES)}.")
    known = _TRAINING[name]
    model = model or next(iter(known))
    if model not in known:
        raise UserError(f"There is no sample job for {model}.", f"Choose {' or '.join(known)}.")
    return Job(
        source=Source(model=model, weights="shipped"),
        plan=freeze_all_but([_HEADS.get(model, "head")]),
        data=Data(path=f"sample:{name}", domain=_DOMAINS.get(name, "image"), augmentation="none"),
        training=known[model],
    )


def of_sample(words: str) -> Job | None:
    """The job that 'sample' or 'sample:NAME' means on the command line; None for other words. Raises UserError."""
    what, _, name = words.partition(":")
    return sample_job(*([name] if name else [])) if what == "sample" else None


def named(words: str) -> Job | None:
    """The job that 'sample', 'sample:NAME' or the name of one of `examples` means on the command line; None for other
    words. Raises UserError."""
    return jobs.load(examples()[words]) if words in examples() else of_sample(words)
