"""Texts as the pieces of words that a transformer reads, by its `tokenizer.json` (the library `tokenizers`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Refused, UserError

_MOST_BYTES = 100_000_000
_BATCH = 1024
_HIDDEN = "[MASK]", "<mask>"


@dataclass(frozen=True)
class Piece:
    """One piece as the network sees it."""

    token: str
    """As the vocabulary spells it: '##ing', '[CLS]'."""
    id: int
    start: int
    end: int
    """Where it stands in the text: `text[start:end]`; nothing for a special token."""
    special: bool
    """Added by the tokeniser: the beginning and the end of the text."""


class Tokenizer:
    """Gives ids of a fixed length: special tokens added, cut off behind, padded behind."""

    def __init__(self, path: Path, length: int, padding: int, vocabulary: int, content: bytes | None = None) -> None:
        """`path` is a `tokenizer.json`; `padding` and `vocabulary` are the network's padding id and number of ids.
        Where its `content` is at hand, nothing is read.

        Raises UserError where the library is missing or the length too short, and Refused for a file that is broken or
        of another network.
        """
        tokenizer = _load(path, content)
        special: int = tokenizer.num_special_tokens_to_add(False)
        if length <= special:
            raise UserError(
                f"A length of {length} leaves no room for text: {special} special tokens are added to each.",
                f"Set it to {special + 1} or more.",
            )
        ids: dict[str, int] = tokenizer.get_vocab()
        highest = max(ids.values(), default=-1)
        if highest >= vocabulary:
            raise Refused(
                f"{path} is of another network: it gives ids up to {highest}, and the network knows {vocabulary}.",
                "Take the tokenizer.json that came with the weights.",
            )
        token: str | None = tokenizer.id_to_token(padding)
        if token is None:
            raise Refused(
                f"{path} is of another network: it has no token for the padding id {padding}.",
                "Take the tokenizer.json that came with the weights.",
            )
        tokenizer.enable_truncation(length)
        tokenizer.enable_padding(pad_id=padding, pad_token=token, length=length)
        self._tokenizer = tokenizer
        self._path = path
        self.length = length
        self.padding = padding
        unknown = getattr(tokenizer.model, "unk_token", None) or "<unk>"
        self.unknown: int | None = ids.get(unknown)
        """The id of what the vocabulary has no piece for; None where it has one for all."""
        self.hidden: int | None = next((ids[name] for name in _HIDDEN if name in ids), None)
        """The id in whose place the network learned to guess a piece; None where there is none."""
        self.pieces("\u2603 a1")  # what a broken file lacks shows with a text only

    def encode(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Ids of the pieces of each text, (len(texts), length)."""
        ids = np.full((len(texts), self.length), self.padding, np.int32)
        for at in range(0, len(texts), _BATCH):
            encoded = self._call(self._tokenizer.encode_batch, [_sound(text) for text in texts[at : at + _BATCH]])
            ids[at : at + _BATCH] = [row.ids for row in encoded]
        return ids

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The pieces of one text up to the cut-off, without the padding."""
        row = self._call(self._tokenizer.encode, _sound(text))
        columns = zip(row.tokens, row.ids, row.offsets, row.special_tokens_mask, row.attention_mask, strict=True)
        return tuple(
            Piece(token, id, start, end, bool(special)) for token, id, (start, end), special, there in columns if there
        )

    def token(self, id: int) -> str:
        """As the vocabulary spells it."""
        return str(self._tokenizer.id_to_token(id) or "")

    def _call(self, method: Callable[[Any], Any], given: Any) -> Any:
        try:
            return method(given)
        except Exception as error:  # the library raises plain Exception
            raise _broken(self._path, error) from error


def read(path: Path) -> str:
    """What is in a `tokenizer.json`. Raises UserError."""
    try:
        return _content(path).decode()
    except UnicodeDecodeError as error:
        raise _broken(path, error) from error


def _load(path: Path, content: bytes | None) -> Any:
    try:
        from tokenizers import Tokenizer as Rules
    except ImportError as error:
        raise UserError(
            "To read text in pieces of words, the library tokenizers is needed, which is not installed.",
            "Install it: pip install 'transfer-gui[text]'.",
        ) from error
    if content is None:
        content = _content(path)
    try:
        return Rules.from_buffer(content)
    except Exception as error:  # the library raises plain Exception
        raise _broken(path, error) from error


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused(f"{path} is too large for a tokeniser.", "Choose the file tokenizer.json.")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error


def _broken(path: Path, error: Exception) -> Refused:
    first = str(error).strip().partition("\n")[0]
    return Refused(
        f"{path} is no sound tokenizer.json: {first}.", "Take the tokenizer.json that came with the weights."
    )


def _sound(text: str) -> str:
    """Without halves of surrogate pairs, which are no characters; as long as before."""
    return text.encode("utf-8", "replace").decode()
