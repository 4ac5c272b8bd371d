"""A plain torch and torchvision script, as the tutorials write it: ImageFolder, DataLoader, SGD."""

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
from torchvision.models import resnet18

from . import LEARNS, MEAN, STD, Done, Spec, serve


def carry_out(spec: Spec, done: Done) -> None:
    recipe = T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor(), T.Normalize(MEAN, STD)])
    train, val = (ImageFolder(f"{spec.root}/{side}", recipe) for side in ("train", "val"))
    settings = {"batch_size": spec.batch, "num_workers": spec.threads, "persistent_workers": True}
    batches, checks = DataLoader(train, shuffle=True, **settings), DataLoader(val, **settings)
    model = resnet18()
    model.load_state_dict(torch.load(spec.weights, weights_only=True))
    model.fc = nn.Linear(512, len(train.classes))
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
        with torch.no_grad():
            right = sum(int((model(images).argmax(1) == labels).sum()) for images, labels in checks)
        done(right / len(val))


if __name__ == "__main__":
    serve(carry_out)
