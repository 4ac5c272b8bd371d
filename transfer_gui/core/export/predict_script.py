"""The `predict.py` that goes with an exported checkpoint: plain torch, torchvision and Pillow, to read and change."""

from typing import Literal

MARK = "written by transfer_gui"
"""In the first line of every such script, so that one of ours can be told from a user's own."""

LITE0 = "efficientnet_lite0"

HEAD = '''"""Name what is in pictures with an exported checkpoint ({mark}).

    python predict.py CHECKPOINT PICTURE...

Needs {needs}, and what comes with them.
"""

{imports}


'''

LOAD = '''def load(path):
    """The network, ready to use, and all that the checkpoint says of it."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    state = checkpoint["state_dict"]
'''

LOAD_SAFETENSORS = '''def load(path):
    """The network, ready to use, and all that the checkpoint says of it."""
    with safe_open(path, "pt") as file:
        checkpoint = dict(file.metadata())
        state = {name: file.get_tensor(name) for name in file.keys()}
    for field in ("classes", "model_options", "preprocessing"):
        checkpoint[field] = json.loads(checkpoint[field])
'''

BUILD = """    network = {build}
{versions}    network.load_state_dict(state)
    return network.float().eval(), checkpoint


"""

VERSIONS = """    state = OrderedDict(state)
    state._metadata = network.state_dict()._metadata  # MNASNet insists on the versions of its modules
"""

BUILD_TORCHVISION = """torchvision.models.get_model(
        checkpoint["model"], num_classes=len(checkpoint["classes"]), **checkpoint["model_options"]
    )"""

BUILD_LITE0 = 'efficientnet_lite0(len(checkpoint["classes"]))'

RECIPE_LITE0 = '''class SameConv2d(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding: the odd pixel goes right and below."""

    def forward(self, x):
        (k, s), (h, w) = (self.kernel_size[0], self.stride[0]), x.shape[-2:]
        ph, pw = max((-(-h // s) - 1) * s + k - h, 0), max((-(-w // s) - 1) * s + k - w, 0)
        x = nn.functional.pad(x, (pw // 2, pw - pw // 2, ph // 2, ph - ph // 2))
        return nn.functional.conv2d(x, self.weight, self.bias, self.stride, 0, 1, self.groups)


def efficientnet_lite0(classes):
    """torchvision's EfficientNet-B0 made into Lite0: no squeeze-excitation, ReLU6, SAME padding."""
    network = torchvision.models.efficientnet_b0(num_classes=classes)
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torchvision.ops.SqueezeExcitation):
                setattr(module, name, nn.Identity())
            elif isinstance(child, nn.SiLU):
                setattr(module, name, nn.ReLU6(inplace=True))
            elif isinstance(child, nn.BatchNorm2d):
                child.eps, child.momentum = 1e-3, 0.01
            elif isinstance(child, nn.Conv2d) and child.stride == (2, 2):
                child.__class__ = SameConv2d
    return network


'''

PICTURE = '''def eight_bits(picture):
    """A grey picture of 16 or 32 bits as one of 8."""
    values = np.nan_to_num(np.asarray(picture, np.float64), nan=0, posinf=0, neginf=0).clip(0)
    if picture.mode.startswith("I;16"):
        clear = picture.info.get("transparency")
        grey = np.where(values == clear, 255, values // 256)
    else:
        most = values.max()
        full = 1 if 0 < most <= 1 and (values % 1).any() else next((n for n in (255, 65535) if most <= n), most)
        grey = values * (255 / full) + 0.5
    return Image.fromarray(grey.astype(np.uint8))


def open_picture(path):
    """The picture upright, as RGB, its see-through parts on white."""
    with Image.open(path) as picture:
        picture.load()
        try:
            picture = ImageOps.exif_transpose(picture)
        except Exception:
            pass  # the EXIF block is broken; the picture need not be
        if picture.mode[0] in "IF":
            return eight_bits(picture).convert("RGB")
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        return picture.convert("RGB")


def prepare(picture, recipe):
    """The network's input, of shape (3, crop, crop), from a picture."""
    (width, height), longest = picture.size, 32 * min(picture.size)
    if max(width, height) > longest:  # a strip, less its far ends
        left, top = max(0, (width - longest) // 2), max(0, (height - longest) // 2)
        picture = picture.crop((left, top, left + min(width, longest), top + min(height, longest)))
    picture = F.resize(picture, recipe["resize"], F.InterpolationMode(recipe["interpolation"]))
    picture = F.to_tensor(F.center_crop(picture, recipe["crop"]))
    return F.normalize(picture, recipe["mean"], recipe["std"])


'''

MAIN = """def main(checkpoint_path, *paths):
    network, checkpoint = load(checkpoint_path)
    for path in paths:
        try:
            picture = open_picture(path)
        except Exception as error:
            print(f"{path}: cannot be read ({error})")
            continue
        with torch.inference_mode():
            probabilities = network(prepare(picture, checkpoint["preprocessing"])[None]).softmax(1)[0]
        best = int(probabilities.argmax())
        print(f"{path}: {checkpoint['classes'][best]} {probabilities[best]:.4f}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
"""


OWN = '''"""Name examples with an exported checkpoint ({mark}).

    python predict.py CHECKPOINT EXAMPLE...

Needs transfer_gui: it builds the network, or prepares the examples, in ways that torchvision does not have.
"""

import sys
from pathlib import Path

import torch

from transfer_gui.core import recipes
from transfer_gui.core.data.domains import find
from transfer_gui.core.runs import restore


def load(path):
    """The network, ready to use, and all that the checkpoint says of it."""
    checkpoint = restore.read(Path(path))
    return restore.network(checkpoint), checkpoint


def open_picture(path):
    """The example as it is prepared: by its path."""
    return path


def prepare(path, recipe):
    """The network's input."""
    recipe = recipes.read(recipe)
    domain = find(recipe.kind)
    return domain.normalise(domain.prepare(path, recipe, "none", None, exact=True), recipe)


'''


def predict_script(model: str, kind: Literal["checkpoint", "safetensors"], alone: bool = True) -> str:
    """The script's text for a checkpoint of `model`, in the form `kind`; where it does not stand `alone`, by this
    program."""
    if not alone:
        return OWN.format(mark=MARK) + MAIN
    lite0, safetensors = model == LITE0, kind == "safetensors"
    versions = safetensors and model.startswith("mnasnet")
    imports = [
        *(["import json"] if safetensors else []),
        "import sys" if versions else "import sys\n",
        *(["from collections import OrderedDict\n"] if versions else []),
        "import numpy as np",
        "import torch",
        "import torchvision",
        "from PIL import Image, ImageOps",
        *(["from safetensors import safe_open"] if safetensors else []),
        *(["from torch import nn"] if lite0 else []),
        "from torchvision.transforms import functional as F",
    ]
    needs = "torch, torchvision, Pillow and safetensors" if safetensors else "torch, torchvision and Pillow"
    return "".join(
        [
            HEAD.format(mark=MARK, needs=needs, imports="\n".join(imports)),
            RECIPE_LITE0 if lite0 else "",
            LOAD_SAFETENSORS if safetensors else LOAD,
            BUILD.format(build=BUILD_LITE0 if lite0 else BUILD_TORCHVISION, versions=VERSIONS if versions else ""),
            PICTURE,
            MAIN,
        ]
    )
