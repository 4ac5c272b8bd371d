"""What a file is that holds no weights, in plain words: known by its content, never by running it."""

import codecs
import json
import pickletools
import re
import zipfile
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn

from ..errors import Refused, UserError

SAVE_AS = (
    "Where the model was made, save its weights alone, by torch.save(model.state_dict(), 'weights.pth') "
    "or as safetensors, and choose that file."
)
AGAIN = "Fetch the file again, and compare its size with the original's."

_HDF5 = b"\x89HDF\r\n\x1a\n"
"""How the files of Keras begin that are no zip archives."""
_UNPACK = "Unpack it and choose the weight file inside."

_MAGIC = (
    (b"\x1f\x8b", "is packed with gzip", "Unpack it and choose the weight file inside."),
    (b"BZh", "is packed with bzip2", "Unpack it and choose the weight file inside."),
    (b"\xfd7zXZ\x00", "is packed with xz", "Unpack it and choose the weight file inside."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", "Unpack it and choose the weight file inside."),
    (b"Rar!", "is a RAR archive", "Unpack it and choose the weight file inside."),
    (b"\x93NUMPY", "is a numpy array", SAVE_AS),
    (b"GGUF", "is a GGUF file of a language model", "Choose weights of a picture classifier in torch's format."),
    (b"\x89PNG", "is a picture (PNG)", "Choose a weight file; pictures go into the dataset."),
    (b"\xff\xd8\xff", "is a picture (JPEG)", "Choose a weight file; pictures go into the dataset."),
    (b"GIF8", "is a picture (GIF)", "Choose a weight file; pictures go into the dataset."),
    (b"%PDF", "is a PDF document", "Choose a weight file."),
    (b"\x7fELF", "is a program", "Choose a weight file."),
    (b"MZ", "is a program", "Choose a weight file."),
)

_RUNS = re.compile(
    r"^(posix|nt|os|subprocess|sys|shutil|socket|importlib|runpy|webbrowser|ctypes|pty|commands|code|io|codecs|urllib\S*|requests\S*"
    r"|_?pickle|marshal|operator|functools|torch\.hub|torch\.utils\.cpp_extension)\.|"
    r"^(builtins|__builtin__)\.(eval|exec|execfile|compile|open|getattr|setattr|__import__|input|breakpoint|apply|globals)$"
)
"""Callables that have no place among weights: a pickle naming one would do something when it is opened."""

_PLAIN = re.compile(
    r"^(torch\._utils\.|torch\._tensor\._rebuild|torch\.\w*Storage$|torch\.storage\.|torch\.(float|bfloat|int|uint|half|double|long|bool|complex)\w*$"
    r"|torch\.(Size|device|Tensor|dtype)$|torch\.nn\.parameter\.|torch\.serialization\.|torch\._C\.|collections\.(OrderedDict|Counter)$"
    r"|(builtins|__builtin__)\.(set|frozenset|bytearray|complex|list|dict|tuple|int|float|str)$|_codecs\.encode$)"
)
"""What weights are made of."""

_MODULES = ("torch.nn.", "torchvision.", "timm.", "__main__.", "models.", "fastai.", "pytorch_lightning.")
"""Where the classes of whole models live."""

Kind = Literal["torch", "safetensors", "keras"]


def kind(path: Path) -> Kind:
    """Which of the formats the file at `path` has, by its content.

    Raises Refused, saying what it is instead, and UserError where it cannot be read.
    """
    try:
        if path.is_dir():
            raise Refused(f"{path} is a folder.", "Choose the weight file inside it.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
            if size == 0:
                raise Refused(f"{path} is empty (0 bytes).", AGAIN)
            if zipped := _zip(path, file, head):
                return zipped
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    if head.startswith(_HDF5):
        return "keras"
    _known(path, head)
    _text(path, head)
    if path.suffix.lower() == ".safetensors" or head[8:9] == b"{":
        _check_header(path, size)
        return "safetensors"
    if head[:1] == b"\x80" or head[:2] in {b"(d", b"}q"}:
        return "torch"
    if set(head) == {0}:
        raise Refused(f"{path} begins with zeros alone: it was never written in full.", AGAIN)
    raise Refused(f"{path} is no weight file that this program knows.", SAVE_AS)


def explain(path: Path, error: Exception) -> NoReturn:
    """Say why torch did not read the file at `path`. Raises Refused."""
    try:
        wanted = _globals(path)
    except Exception:  # a damaged pickle may fail in any way
        wanted = None
    if wanted is None:
        raise Refused(f"{path} is damaged or cut off: it cannot be read to its end.", AGAIN) from error
    strange = sorted(name for name in wanted if not _PLAIN.match(name))
    if any(_RUNS.match(name) for name in strange):
        names = ", ".join(name for name in strange if _RUNS.match(name))
        raise Refused(
            f"{path} would run code when opened ({names}). It was not opened, and nothing ran.",
            "Do not open it in any other program either. Get the weights as safetensors from a source you trust.",
        ) from error
    if whole := [name for name in strange if name.startswith(_MODULES)]:
        what = f"a whole model as a Python object ({_few(whole)}); reading it would run its code"
    elif any(name.startswith("numpy.") for name in strange):
        what = f"numpy values beside the weights ({_few(strange)}), which are not read"
    else:
        what = f"Python objects beside the weights ({_few(strange)}), which are not read"
    if strange:
        raise Refused(f"{path} holds {what}.", SAVE_AS) from error
    raise Refused(f"{path} is damaged or cut off: it cannot be read to its end.", AGAIN) from error


def _zip(path: Path, file: BinaryIO, head: bytes) -> Kind | None:
    """'torch' for a zip archive by `torch.save`, 'keras' for one of Keras's, None for what is no zip.

    Raises Refused for any other zip.
    """
    if head[:2] != b"PK":
        return None
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused(f"{path} is cut off or damaged: its table of contents is missing.", AGAIN) from error
    last = {name.rsplit("/", 1)[-1] for name in names}
    if "constants.pkl" in last or any("/code/" in name for name in names):
        raise Refused(f"{path} is a TorchScript archive: a whole program, not weights alone.", SAVE_AS)
    if "data.pkl" in last:
        return "torch"
    if "model.weights.h5" in last:
        return "keras"
    if names and all(name.endswith(".npy") for name in names):
        raise Refused(f"{path} holds numpy arrays (.npz).", SAVE_AS)
    inside = [name for name in names if name.lower().endswith((".pth", ".pt", ".ckpt", ".safetensors", ".bin"))]
    if inside:
        raise Refused(f"{path} is a zip archive with {_few(inside)} inside.", "Unpack it and choose that file.")
    raise Refused(f"{path} is a zip archive, but torch did not write it.", SAVE_AS)


def _known(path: Path, head: bytes) -> None:
    if head.startswith(b"version https://git-lfs"):
        raise Refused(
            f"{path} is a Git LFS pointer: a note that stands for the weights, which were not fetched.",
            "Run 'git lfs pull' in its repository, or download the file itself.",
        )
    for magic, what, cure in _MAGIC:
        if head.startswith(magic):
            raise Refused(f"{path} {what}, not weights of torch.", cure)
    if head[257:262] == b"ustar":
        raise Refused(f"{path} is a tar archive.", _UNPACK)
    if head[4:8] == b"TFL3":
        raise Refused(f"{path} is a TensorFlow Lite model.", SAVE_AS)
    if re.match(rb"\s*(<!doctype|<html|<head|<body|<\?xml|<!--)", head.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise Refused(
            f"{path} is a web page saved under the name of a weight file, most likely an error or log-in page.",
            "Download the file itself again, and check its size.",
        )


def _text(path: Path, head: bytes) -> None:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)  # the last letter may be cut
    except UnicodeDecodeError:
        return
    if all(char.isprintable() or char in "\r\n\t" for char in text):
        first = text.strip().splitlines()[0][:60] if text.strip() else ""
        raise Refused(f"{path} is a text file that begins with {first!r}.", "Choose the weight file itself.")


def _check_header(path: Path, size: int) -> None:
    """Make sure that a safetensors header fits its file. Raises Refused."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 10 or length > size - 8 or length > 100_000_000:
            raise Refused(
                f"{path} is no sound safetensors file: its header should be {length:,} bytes long, "
                f"and the whole file has {size:,}.",
                AGAIN,
            )
        try:
            fields = json.loads(file.read(length))
        except ValueError as error:
            raise Refused(f"{path} is no sound safetensors file: its header is not readable.", AGAIN) from error
    if not isinstance(fields, dict):
        raise Refused(f"{path} is no sound safetensors file: its header is not a table.", AGAIN)


def _globals(path: Path) -> set[str]:
    """Every 'module.name' that the pickles of a torch file would import. They are read, not run."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            streams = [archive.read(name) for name in archive.namelist() if name.endswith("data.pkl")]
    else:
        streams = [path.read_bytes()]
    found: set[str] = set()
    for stream in streams:
        found |= _names(stream)
    return found


def _names(stream: bytes) -> set[str]:
    found: set[str] = set()
    rest = stream
    while rest[:1] in {b"\x80", b"}", b"("}:  # a legacy torch file is several pickles, then raw numbers
        strings: list[str] = []
        memo: dict[int, str] = {}
        end = 0
        for opcode, argument, position in pickletools.genops(rest):
            name = opcode.name
            if name in {"GLOBAL", "INST"}:
                found.add(str(argument).replace(" ", "."))
            elif name == "STACK_GLOBAL":
                found.add(".".join(strings[-2:]))
            elif name in {"MEMOIZE"} and strings:
                memo[len(memo)] = strings[-1]
            elif name in {"BINPUT", "LONG_BINPUT"} and strings:
                memo[int(argument)] = strings[-1]  # type: ignore[arg-type]
            elif name in {"BINGET", "LONG_BINGET"} and argument in memo:
                strings.append(memo[int(argument)])  # type: ignore[arg-type]
            elif isinstance(argument, str):
                strings.append(argument)
            end = (position or 0) + 1
        rest = rest[end:]
    return found


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
