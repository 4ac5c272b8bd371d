"""Programs in processes of their own that have torch already: forks of one that loaded it once and waits.

A process that is started anew takes seconds to load torch. What is asked of a program by itself (that it ends by a
signal, that it needs no module of ours) can be asked as well of a fork.
"""

import contextlib
import multiprocessing
import os
import runpy
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_SERVER = multiprocessing.get_context("forkserver" if FORKS else "spawn")
if FORKS:
    _SERVER.set_forkserver_preload(["torch", "torchvision", "PIL.Image", "safetensors.torch"])


@dataclass(frozen=True)
class Done:
    """How a program ended, and all that it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Program:
    """A function under way in a process of its own. What it writes goes to files in `folder`."""

    def __init__(
        self, folder: Path, function: Callable[..., None], *args: Any, env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:  # fmt: skip
        self._files = tuple(_new(folder, kind) for kind in ("out", "err"))
        given = (self._files, dict(os.environ if env is None else env), cwd, function, args)
        self.process: BaseProcess = _SERVER.Process(target=_begin, args=given)
        self.process.start()

    def send_signal(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def lines(self) -> Iterator[str]:
        """Each line of its standard output as it comes, until it ends."""
        with self._files[0].open(encoding="utf-8") as file:
            part = ""
            while True:
                ended = not self.process.is_alive()
                while piece := file.readline():
                    part += piece
                    if part.endswith("\n"):
                        yield part
                        part = ""
                if ended:
                    return
                self.process.join(0.002)

    def wait(self, timeout: float = 120) -> Done:
        """Wait for its end; fails where it does not come in `timeout` seconds."""
        self.process.join(timeout)
        code = self.process.exitcode
        assert code is not None, "it does not end"
        out, err = (file.read_text(encoding="utf-8") for file in self._files)
        return Done(code, out, err)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.join()


def run(folder: Path, function: Callable[..., None], *args: Any, **settings: Any) -> Done:
    """Call `function` in a process of its own, and wait for its end."""
    with Program(folder, function, *args, **settings) as program:
        return program.wait()


def command(arguments: Sequence[str], small: bool = False) -> None:
    """The program's command line; with `small` networks where it asks for large ones."""
    from tests.small import networks
    from transfer_gui.cli import main

    with networks() if small else contextlib.nullcontext():
        sys.exit(main(list(arguments)))


def plain(script: str, arguments: Sequence[str], small: bool = False) -> None:
    """A script by itself: it cannot import this program, and a warning is a fault."""
    from tests.small import networks

    blocked = {"transfer_gui", "tests", "PySide6", "pydantic"}
    assert not blocked - {"tests"} & set(sys.modules)
    with networks() if small else contextlib.nullcontext():
        sys.meta_path.insert(0, _Blocked(blocked))
        sys.argv = [script, *arguments]
        sys.path = [path for path in sys.path if path]
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=UserWarning, module="PIL.TiffImagePlugin")
        runpy.run_path(script, run_name="__main__")


class _Blocked:
    def __init__(self, names: set[str]) -> None:
        self._names = names

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in self._names:
            raise ImportError(f"{name} must not be imported here")


def _new(folder: Path, kind: str) -> Path:
    number = len(list(folder.glob(f"program-*.{kind}")))
    path = folder / f"program-{number}.{kind}"
    path.touch()
    return path


def _begin(
    files: tuple[Path, Path], env: dict[str, str], cwd: Path | None, function: Callable[..., None], args: Sequence[Any]
) -> None:
    """In the fork: be a process like one that was started anew, and end as Python ends."""
    if hasattr(os, "setsid"):
        os.setsid()  # signals to the tests do not reach it
    os.environ.clear()
    os.environ.update(env)
    if not {"LC_ALL", "LC_CTYPE", "LANG"} & env.keys():
        os.environ["LC_CTYPE"] = "C.UTF-8"  # as Python does at its start (PEP 538)
    if cwd is not None:
        os.chdir(cwd)
    for number, path in enumerate(files, 1):
        place = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.dup2(place, number)
        os.close(place)
    sys.stdout, sys.stderr = (open(n, "w", buffering=1, encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    try:
        function(*args)
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        sys.exit(1)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
