"""The job that ships: SqueezeNet 1.1, head only, on clip art with ten training pictures a class."""

from .job import Data, Job, Source, Training
from .plan import freeze_all_but


def sample_job(name: str = "clipart-10") -> Job:
    """A job on the sample dataset `name` that reaches a good result within a minute on two CPU cores."""
    return Job(
        source=Source(model="squeezenet1_1", weights="shipped"),
        plan=freeze_all_but(["classifier.1"]),
        data=Data(path=f"sample:{name}", augmentation="none"),
        training=Training(epochs=15, batch_size=16, learning_rate=0.01),
    )
