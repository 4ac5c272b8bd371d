"""A loop with timm's model, data set, transforms and loader, as its training script puts them together."""

import torch
from torch import nn

from . import LEARNS, MEAN, STD, Done, Spec, serve


def carry_out(spec: Spec, done: Done) -> None:
    import timm
    from timm.data import ImageDataset, create_loader

    data = [ImageDataset(f"{spec.root}/{side}") for side in ("train", "val")]
    settings = {
        "input_size": (3, 224, 224), "batch_size": spec.batch, "use_prefetcher": False, "mean": MEAN, "std": STD,
        "num_workers": spec.threads, "crop_pct": 0.875, "persistent_workers": True, "pin_memory": False,
    }  # fmt: skip
    batches = create_loader(data[0], is_training=True, no_aug=True, **settings)
    checks = create_loader(data[1], is_training=False, **settings)
    model = timm.create_model("resnet18", pretrained=False)
    state = torch.load(spec.weights, weights_only=True)
    model.load_state_dict(state)
    model.reset_classifier(len(data[0].reader.class_to_idx))
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(LEARNS[spec.scope]))
    sgd = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=spec.rate, momentum=0.9)
    for _ in range(spec.epochs):
        model.train()
        for name, module in model.named_children():
            if not name.startswith(LEARNS[spec.scope]):
                module.eval()
        for images, labels in batches:
            loss = nn.functional.cross_entropy(model(images), labels)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
        model.eval()
        with torch.inference_mode():
            right = sum(int((model(images).argmax(1) == labels).sum()) for images, labels in checks)
        done(right / len(data[1]))


if __name__ == "__main__":
    serve(carry_out)
