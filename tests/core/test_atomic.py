"""Files are whole or untouched, on a full disk too, and a bad place is named before the work begins."""

import errno
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from transfer_gui.core import atomic
from transfer_gui.core.errors import UserError

PAYLOAD = {"weights": torch.arange(100_000, dtype=torch.float32), "classes": ["a", "b"]}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def writers(path: Path):
    """Every way to write, by name."""
    return {
        "bytes": lambda: atomic.write_bytes(path, b"new" * 100_000),
        "text": lambda: atomic.write_text(path, "neu \u2603" * 100_000),
        "torch": lambda: atomic.save_torch(path, PAYLOAD),
        "safetensors": lambda: atomic.save_safetensors(path, {"w": PAYLOAD["weights"]}, {"classes": "[]"}),
    }


KINDS = ("bytes", "text", "torch", "safetensors")


@pytest.mark.parametrize("kind", KINDS)
def test_writes_and_replaces_and_leaves_nothing_else(tmp_path, kind):
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")
    writers(path)[kind]()
    assert path.read_bytes() != b"old"
    assert names(tmp_path) == ["file.bin"]


def test_what_is_written_is_what_is_read(tmp_path):
    atomic.write_text(tmp_path / "t", "a\r\nb\n\u00e4")
    assert (tmp_path / "t").read_bytes() == "a\r\nb\n\u00e4".encode()
    atomic.save_torch(tmp_path / "p", PAYLOAD)
    read = torch.load(tmp_path / "p", weights_only=True)
    assert torch.equal(read["weights"], PAYLOAD["weights"])
    assert read["classes"] == ["a", "b"]
    tensors = {"b.x": torch.ones(3, dtype=torch.bfloat16), "a": torch.tensor(7), "none": torch.empty(0, 4)}
    atomic.save_safetensors(tmp_path / "s", tensors, {"z": "1", "classes": json.dumps(["\u00e4", "\u732b"])})
    back = load_file(tmp_path / "s")
    assert {k: v.tolist() for k, v in back.items()} == {k: v.tolist() for k, v in tensors.items()}
    with safe_open(tmp_path / "s", "pt") as file:
        assert json.loads(file.metadata()["classes"]) == ["\u00e4", "\u732b"]


def test_the_same_values_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        atomic.save_torch(tmp_path / f"{name}.pt", PAYLOAD)
        metadata = {str(i): "x" for i in range(20)}
        atomic.save_safetensors(tmp_path / f"{name}.st", {"w": PAYLOAD["weights"]}, metadata)
    for kind in ("pt", "st"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()


def test_new_files_follow_the_umask(tmp_path):
    atomic.write_bytes(tmp_path / "atomic", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_is_followed(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "there" / "real")
    atomic.write_bytes(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "real").read_bytes() == b"new"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_fault_while_syncing_or_renaming_keeps_the_old_file(tmp_path, monkeypatch, kind, call, number):
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")

    def fail(*_args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if call == "fsync" else Path, call, fail)
    with pytest.raises(UserError) as caught:
        writers(path)[kind]()
    monkeypatch.undo()
    assert str(path) in caught.value.what
    assert caught.value.cure
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file.bin"]
    if number == errno.ENOSPC:
        assert "free" in caught.value.what
        assert "needed" in caught.value.what


def test_torchs_own_writer_failing_is_told_as_a_full_disk(tmp_path, monkeypatch):
    def save(_payload, file):
        file.write(b"half")
        raise RuntimeError("[enforce fail at inline_container.cc:668] . unexpected pos 64 vs 0")

    monkeypatch.setattr(torch, "save", save)
    with pytest.raises(UserError, match="full"):
        atomic.save_torch(tmp_path / "x.pt", PAYLOAD)
    assert names(tmp_path) == []


def half(path: Path, fault: BaseException):
    with atomic.replacing(path) as file:
        file.write(b"half")
        raise fault


def test_other_faults_pass_through_and_leave_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    for fault in (RuntimeError("mine"), ValueError("mine"), KeyboardInterrupt(), TypeError("mine")):
        with pytest.raises(type(fault)) as caught:
            half(tmp_path / "file", fault)
        assert caught.value is fault
    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


FULL = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    from tests.core.test_atomic import KINDS, writers
    from transfer_gui.core.errors import UserError
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))
    for kind in KINDS:
        try:
            writers(Path(sys.argv[1]) / kind)[kind]()
        except UserError as error:
            print(error.what)
""")


@pytest.mark.skipif(sys.platform == "win32", reason="no file-size limit on Windows")
def test_a_disk_that_fills_up_while_writing(tmp_path):
    """The system itself refuses the write half-way: a file-size limit acts as a full disk does."""
    for kind in KINDS:
        (tmp_path / kind).write_bytes(b"old")
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(KINDS)
    for kind, line in zip(KINDS, done.stdout.splitlines(), strict=True):
        assert str(tmp_path / kind) in line
        assert "free" in line
        assert "needed" in line
        assert (tmp_path / kind).read_bytes() == b"old"
    assert names(tmp_path) == sorted(KINDS)


def test_killed_leftovers_go_with_the_next_write_but_live_ones_stay(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = [f".last.pt.{dead.pid}-0.part", f".last.pt.{os.getpid()}-999999.part"]
    kept = [f".last.pt.{os.getppid()}-0.part", f".best.pt.{dead.pid}-0.part", ".last.pt.part", "notes.part"]
    for name in left + kept:
        (tmp_path / name).write_bytes(b"half")
    with atomic.replacing(tmp_path / "last.pt") as outer:
        outer.write(b"outer")
        atomic.write_bytes(tmp_path / "last.pt", b"inner")
    assert (tmp_path / "last.pt").read_bytes() == b"outer"
    assert names(tmp_path) == sorted([*kept, "last.pt"])


def test_odd_names(tmp_path):
    for name in ("[a]*?.pt", "\u732b" * 60 + ".pt", "n" * 255, " .pt"):
        atomic.write_bytes(tmp_path / name, b"x")
        atomic.write_bytes(tmp_path / name, b"y")
        assert (tmp_path / name).read_bytes() == b"y"
    assert len(names(tmp_path)) == 4


def places(tmp_path: Path):
    (tmp_path / "a_file").write_text("x")
    return {
        "a file as folder": (tmp_path / "a_file" / "x.pt", "a_file is a file"),
        "deeper below a file": (tmp_path / "a_file" / "b" / "x.pt", "a_file is a file"),
        "a folder": (tmp_path, "is a folder"),
        "gone": (tmp_path / "gone" / "x.pt", "gone"),
        "proc": (Path("/proc/sub/x.pt"), "/proc/sub"),
        "nul": (tmp_path / "a\0b", "null"),
        "too long": (tmp_path / ("n" * 300), "too long"),
    }


@pytest.mark.parametrize(
    "case", ["a file as folder", "deeper below a file", "a folder", "gone", "proc", "nul", "too long"]
)
def test_a_place_that_cannot_be_written_is_named(tmp_path, case):
    path, words = places(tmp_path)[case]
    with pytest.raises(UserError) as caught:
        atomic.write_bytes(path, b"x")
    assert words in caught.value.what
    assert caught.value.cure
    assert names(tmp_path) == ["a_file"]


def test_size_counts_shared_storage_once():
    weight = torch.zeros(1_000_000)
    one = atomic.size({"a": weight})
    assert one >= 4_000_000
    assert atomic.size({"a": weight, "b": [weight, {"c": weight.view(1000, 1000)}]}) == one


def test_check_writable_leaves_no_trace(tmp_path):
    atomic.check_writable(tmp_path)
    atomic.check_writable(tmp_path / "new" / "deeper")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("a_file", "is a file"),
        ("a_file/below", "a_file is a file"),
        ("/proc/sub", "/proc/sub"),
        ("/proc/sub/deeper", "/proc/sub/deeper"),
        ("nul\0", "null"),
    ],
)
def test_check_writable_names_the_place_and_a_cure(tmp_path, place, words):
    (tmp_path / "a_file").write_text("x")
    with pytest.raises(UserError) as caught:
        atomic.check_writable(tmp_path / place)
    assert words in caught.value.what
    assert caught.value.cure
    assert names(tmp_path) == ["a_file"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "permission"), (errno.EROFS, "read-only"), (errno.ENOSPC, "full"), (errno.ENOTCONN, "connected")],
)
def test_check_writable_believes_the_system_not_the_mode_bits(tmp_path, monkeypatch, number, words):
    """Root may write in a 0555 folder and nobody may on a read-only mount: only trying tells."""

    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UserError, match=words):
        atomic.check_writable(tmp_path / "made")
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(UserError, match="permission"):
        atomic.check_writable(tmp_path)
    with pytest.raises(UserError, match="permission"):
        atomic.write_bytes(tmp_path / "x", b"")
    tmp_path.chmod(0o755)


def test_too_little_room_is_said_before_the_work(tmp_path):
    with pytest.raises(UserError, match=r"full .*free.*needed"):
        atomic.check_writable(tmp_path, needed=10**18)


def test_no_torch_before_a_tensor_is_written(tmp_path):
    code = (
        "import sys, pathlib; from transfer_gui.core import atomic; p = pathlib.Path(sys.argv[1]);"
        "atomic.check_writable(p); atomic.write_text(p / 'x', 'y'); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
