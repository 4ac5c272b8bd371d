"""Downloads over a loopback server and from a file: whole and as published, or nothing at all."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from transfer_gui.core.errors import UserError
from transfer_gui.core.models.download import download
from transfer_gui.core.models.entry import Weights
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing

BODY = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(BODY).hexdigest()
NAME = f"net-{DIGEST[:8]}.pth"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/gone"):
            self.send_error(404)
            return
        self.send_response(200)
        body = b"<html>log in</html>" if self.path.startswith("/login") else BODY
        if not self.path.startswith("/unsaid"):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path.startswith("/cut") else body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def weights(url, file=NAME):
    return Weights("torchvision:X", "download", "X", Preprocessing(), file=file, url=url)


@pytest.mark.parametrize("place", ["there", "unsaid"])
def test_the_file_arrives_with_progress(server, tmp_path, place):
    folder = tmp_path / "new" / "folder"
    action = download(weights(f"{server}/{place}/{NAME}"), folder)
    seen = []
    try:
        while True:
            seen.append(next(action))
    except StopIteration as stop:
        path = stop.value
    assert path == folder / NAME
    assert path.read_bytes() == BODY
    assert list(folder.iterdir()) == [path]
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == len(BODY)
    assert seen[-1].total == (len(BODY) if place == "there" else 0)


def test_from_a_file_address(tmp_path):
    source = tmp_path / "source.bin"
    source.write_bytes(BODY)
    assert finish(download(weights(source.as_uri()), tmp_path / "to")).read_bytes() == BODY


def test_closing_leaves_nothing(server, tmp_path):
    action = download(weights(f"{server}/there/{NAME}"), tmp_path)
    while next(action).done == 0:
        pass
    assert len(list(tmp_path.iterdir())) == 1
    action.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [("gone", "404"), ("cut", "cut off"), ("login", "not the published file")],
)
def test_a_fault_is_told_and_leaves_nothing(server, tmp_path, place, words):
    with pytest.raises(UserError, match=words) as fault:
        finish(download(weights(f"{server}/{place}/{NAME}"), tmp_path))
    assert NAME in str(fault.value)
    assert list(tmp_path.iterdir()) == []


def test_no_connection_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be reached"):
        finish(download(weights("http://127.0.0.1:1/x.pth"), tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_never_put_in_place_of_a_good_one(server, tmp_path):
    (tmp_path / NAME).write_bytes(BODY)
    assert finish(download(weights(f"{server}/login/{NAME}"), tmp_path)).read_bytes() == BODY


def test_a_bad_file_that_is_there_is_replaced(server, tmp_path):
    (tmp_path / NAME).write_bytes(b"half of it")
    assert finish(download(weights(f"{server}/there/{NAME}"), tmp_path)).read_bytes() == BODY


def test_a_name_without_a_hash_is_taken_as_it_is(server, tmp_path):
    assert finish(download(weights(f"{server}/there/plain.pth", "plain.pth"), tmp_path)).read_bytes() == BODY


def test_a_place_that_cannot_be_written(server, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="cannot be written"):
        finish(download(weights(f"{server}/there/{NAME}"), tmp_path / "file"))


def test_weights_that_are_not_published(tmp_path):
    with pytest.raises(UserError, match="not published"):
        finish(download(weights("", ""), tmp_path))
