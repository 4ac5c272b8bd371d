"""fastai's vision_learner."""

import warnings

import torch
from torchvision.models import resnet18

from . import MEAN, STD, Done, Spec, serve

warnings.filterwarnings("ignore")


def carry_out(spec: Spec, done: Done) -> None:
    from fastai.vision.all import (
        SGD,
        Callback,
        CrossEntropyLossFlat,
        ImageDataLoaders,
        Normalize,
        Resize,
        accuracy,
        params,
        vision_learner,
    )

    loaders = ImageDataLoaders.from_folder(
        spec.root, train="train", valid="val", bs=spec.batch, num_workers=spec.threads, item_tfms=Resize(224),
        batch_tfms=[Normalize.from_stats(MEAN, STD)], device=torch.device("cpu"),
    )  # fmt: skip

    def built(**_: object) -> torch.nn.Module:
        model = resnet18()
        model.load_state_dict(torch.load(spec.weights, weights_only=True))
        return model

    built.__name__ = "resnet18"
    learner = vision_learner(
        loaders, built, pretrained=False, normalize=False, metrics=accuracy, loss_func=CrossEntropyLossFlat(),
        opt_func=SGD, cut=-2, splitter=lambda model: [params(model[0]), params(model[1])],
    )  # fmt: skip
    if spec.scope != "all":
        learner.freeze()
    if spec.scope == "stage":
        learner.model[0][-1].requires_grad_(True)

    class Told(Callback):
        order = 90  # after the recorder

        def after_epoch(self) -> None:
            done(float(self.learn.recorder.values[-1][-1]))

    with learner.no_bar(), learner.no_logging():
        learner.fit(spec.epochs, spec.rate, cbs=Told())


if __name__ == "__main__":
    serve(carry_out)
