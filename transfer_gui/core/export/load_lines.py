"""The few lines that use an exported file without this program, to copy. The README shows them too."""

import json
from pathlib import Path

from .predict_script import LITE0

LINES = """\
import torch, torchvision, torchvision.transforms as T
from PIL import Image, ImageOps

c = torch.load("model.pt", weights_only=True)
network = torchvision.models.get_model(c["model"], num_classes=len(c["classes"]), **c["model_options"]).eval()
network.load_state_dict(c["state_dict"])
p = c["preprocessing"]
prepare = T.Compose([T.Resize(p["resize"], T.InterpolationMode(p["interpolation"])), T.CenterCrop(p["crop"]),
                     T.ToTensor(), T.Normalize(p["mean"], p["std"])])
picture = ImageOps.exif_transpose(Image.open("picture.jpg")).convert("RGB")
probability, index = network(prepare(picture)[None]).softmax(1)[0].max(0)
print(c["classes"][index], probability.item())
"""


def load_lines(model: str, path: Path, script: Path, alone: bool = True) -> str:
    """Lines of plain torch and torchvision where ten will do, else the command that runs the script beside it, as for
    a file that does not stand `alone`."""
    if not alone or model == LITE0 or path.suffix == ".safetensors":
        return f'python "{script}" "{path}" picture.jpg\n'
    return LINES.replace('"model.pt"', json.dumps(str(path), ensure_ascii=False))
