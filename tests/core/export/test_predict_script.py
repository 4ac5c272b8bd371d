"""The predict.py beside an export stands alone and says what the program itself would say."""

import io
import itertools

import numpy as np
import pytest
import torch
from PIL import Image, PngImagePlugin

from tests.core.export.made import make_run, payload, picture, plain_network, run_plain
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.export.export import export
from transfer_gui.core.progress import finish


def exif(turn: int) -> bytes:
    block = Image.Exif()
    block[0x0112] = turn
    return block.tobytes()


def odd_pictures(folder):
    """Pictures of the kinds that two readers often see differently."""
    upright = Image.open(picture(folder / "upright.png", "orange"))
    paths = [folder / "upright.png"]

    def save(name, image, **options):
        image.save(folder / name, **options)
        paths.append(folder / name)

    for turn in range(1, 9):
        save(f"turned{turn}.jpg", upright, exif=exif(turn), quality=95)
    save("turned6.png", upright, exif=exif(6))
    save("turned8.webp", upright, exif=exif(8), lossless=True)
    save("turned3.tif", upright, exif=exif(3))
    save("broken_exif.jpg", upright, exif=b"Exif\0\0" + b"MM\0*\0\0\0\x08\xff\xff" + b"\x01" * 20)
    clear = upright.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    save("clear.png", clear)
    save("clear.webp", clear, lossless=True)
    save("clear_turned.png", clear, exif=exif(5))
    save("grey_clear.png", clear.convert("LA"))
    save("palette.png", upright.quantize(8))
    save("palette_clear.png", upright.quantize(8), transparency=0)
    save("palette_clear.gif", upright.quantize(8), transparency=3)
    save("grey.png", upright.convert("L"))
    save("bits.png", upright.convert("1"))
    save("cmyk.jpg", upright.convert("CMYK"))
    save("cmyk.tif", upright.convert("CMYK"))
    save("ycc.jpg", upright.convert("YCbCr"))
    deep = np.asarray(upright.convert("L")).astype(np.uint16) * 200
    save("deep.png", Image.fromarray(deep))
    info = PngImagePlugin.PngInfo()
    save("deep_clear.png", Image.fromarray(deep), pnginfo=info, transparency=int(deep[10, 10]))
    save("deep.tif", Image.fromarray(deep))
    save("deep32.tif", Image.fromarray(deep.astype(np.int32)))
    save("float.tif", Image.fromarray(deep.astype(np.float32) / 65535))
    save("many.gif", upright, save_all=True, append_images=[Image.new("RGB", upright.size, "blue")])
    save("many.tif", upright, save_all=True, append_images=[Image.new("RGB", (9, 9), "blue")])
    save("strip.png", upright.resize((3001, 20)))
    save("tower.png", upright.resize((7, 601)))
    save("tiny.png", upright.resize((1, 1)))
    buffer = io.BytesIO()
    upright.save(buffer, "PNG")
    (folder / "wrong_ending.jpg").write_bytes(buffer.getvalue())
    paths.append(folder / "wrong_ending.jpg")
    (folder / "name with spaces & \u00e4\u732b.png").write_bytes(buffer.getvalue())
    paths.append(folder / "name with spaces & \u00e4\u732b.png")
    return paths


broken_exif = pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")


@broken_exif
@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_it_says_what_the_program_says(run_folder, tmp_path, kind):
    result = finish(export(run_folder, "best", tmp_path / "out", kind))
    pictures = odd_pictures(tmp_path / "odd")
    said = run_plain(result.predict_script, result.path, *pictures, fresh=kind == "checkpoint").splitlines()
    ours = finish(predict(result.path, pictures))
    assert said == [f"{p.path}: {p.name} {p.probability:.4f}" for p in ours]
    assert len({line.rpartition(" ")[2] for line in said}) > 15  # they are really different pictures


@broken_exif
def test_the_inputs_are_equal_to_the_bit(run_folder, tmp_path):
    """Beneath the four digits that are printed."""
    from types import ModuleType

    from transfer_gui.core.data.domains import image
    from transfer_gui.core.runs import restore

    result = finish(export(run_folder, "best", tmp_path / "out.pt"))
    plain = ModuleType("plain")
    exec(result.predict_script.read_text(), plain.__dict__)
    read = restore.read(result.path)
    recipe = restore.preprocessing(read)
    for path, mode in itertools.product(odd_pictures(tmp_path / "odd"), ("bilinear", "bicubic")):
        theirs = plain.prepare(plain.open_picture(path), read["preprocessing"] | {"interpolation": mode})
        own = recipe.__class__(recipe.resize, recipe.crop, mode, recipe.mean, recipe.std)  # type: ignore[arg-type]
        ours = image.normalise(image.preprocess(image.open_image(path), own), own)
        assert torch.equal(ours, theirs), path.name


def test_a_picture_that_cannot_be_read_is_named_and_the_others_go_on(run_folder, tmp_path):
    result = finish(export(run_folder, "best", tmp_path / "out.pt"))
    good = picture(tmp_path / "good.png", "red")
    (tmp_path / "page.png").write_text("<html>")
    said = run_plain(
        result.predict_script, result.path, tmp_path / "page.png", tmp_path / "none.png", good
    ).splitlines()
    assert [line.partition(": ")[0] for line in said] == [
        str(tmp_path / n) for n in ("page.png", "none.png", "good.png")
    ]
    assert "cannot be read" in said[0]
    assert "cannot be read" in said[1]
    assert said[2].rpartition(" ")[0].endswith(("red", "green", "blue"))


@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_mnasnet_which_wants_the_versions_of_its_modules(tmp_path, kind):
    """torchvision refuses a plain dictionary for it."""
    network = plain_network("mnasnet0_5")
    fields = payload("mnasnet0_5", network)
    fields["state_dict"] = dict(fields["state_dict"])
    run = make_run(tmp_path / "run", fields)
    result = finish(export(run, "best", tmp_path / "out", kind))
    pictures = sorted((tmp_path / "data").rglob("*.png"))[:3]
    said = run_plain(result.predict_script, result.path, *pictures).splitlines()
    assert said == [f"{p.path}: {p.name} {p.probability:.4f}" for p in finish(predict(result.path, pictures))]


@pytest.mark.parametrize("model", ["efficientnet_lite0", "resnet18"])
def test_it_holds_lite0s_recipe_only_for_lite0(tmp_path, model):
    """Its logits in the fresh process are the program's; torchvision knows no Lite0."""
    from transfer_gui.core.models.lite0 import efficientnet_lite0

    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = efficientnet_lite0(3).eval() if model == "efficientnet_lite0" else plain_network("resnet18")
    fields = payload(model, network)
    fields["preprocessing"] |= {"interpolation": "bicubic", "mean": [127 / 255] * 3, "std": [128 / 255] * 3}
    run = make_run(tmp_path / "run", fields)
    result = finish(export(run, "best", tmp_path / "out.pt"))
    assert ("SameConv2d" in result.predict_script.read_text()) == (model == "efficientnet_lite0")
    assert result.largest_difference == 0.0
    pictures = sorted((tmp_path / "data").rglob("*.png"))
    said = run_plain(result.predict_script, result.path, *pictures).splitlines()
    assert said == [f"{p.path}: {p.name} {p.probability:.4f}" for p in finish(predict(result.path, pictures))]


def test_without_arguments_it_says_how_it_is_used(run_folder, tmp_path):
    result = finish(export(run_folder, "best", tmp_path / "out.pt"))
    with pytest.raises(AssertionError, match=r"predict\.py CHECKPOINT PICTURE"):
        run_plain(result.predict_script)
