"""What is told of all sounds and texts of a dataset, and told again where nothing is opened a second time."""

import numpy as np
import pytest
import soundfile

from tests.core.data.pictures import aged
from transfer_gui.core.data import scan, told
from transfer_gui.core.data.domains.sound import SoundDomain
from transfer_gui.core.job import Data
from transfer_gui.core.progress import finish
from transfer_gui.core.tables.alphabets import scripts


def notes(path, domain):
    return finish(scan.scan(Data(path=str(path), domain=domain))).notes


def test_silence_clipping_lengths_and_rates_of_sounds(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    waves = [0.3 * rng.normal(size=(8000 + 80 * number, 1)).clip(-2, 2) for number in range(10)]
    waves[1] *= 1e-4  # -80 dB
    waves[3] = np.clip(20 * waves[3], -1, 1)  # most of it is at full scale
    waves[3][:, 0].sort()
    waves[5] = waves[5][:400]
    waves[7] = np.tile(waves[7], (12, 2))
    for number, wave in enumerate(waves):
        path = tmp_path / "set" / "ab"[number % 2] / f"{number}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, wave, 16_000 if number == 7 else 8000)
    aged(tmp_path / "set")
    seconds = sorted(soundfile.info(path).duration for path in tmp_path.glob("set/*/*.wav"))

    said = notes(tmp_path / "set", "sound")

    middle = (seconds[4] + seconds[5]) / 2
    assert f"Lengths from 0.05 s to {seconds[-1]:.3g} s; half of the sounds are up to {middle:.3g} s long." in said
    assert "1 sound is shorter than 0.1 s: b/5.wav." in said
    assert "Sampling rates: 8,000 Hz (9), 16,000 Hz (1)." in said
    assert "Channels, whose mean is taken: 1 channel (9), 2 channels (1)." in said
    assert "1 sound is silent, never louder than 60 dB below full scale: b/1.wav." in said
    assert "1 sound is clipped, with more than 0.1% of the samples in runs at full scale: b/3.wav." in said

    monkeypatch.setattr(SoundDomain, "check", None)
    assert notes(tmp_path / "set", "sound") == said, "from what is remembered"


def test_lengths_scripts_and_copies_of_texts(tmp_path):
    rows = [("text", "label"), ("one two three", "a"), ("Привет, как дела сегодня", "b"), ("alone", "a"),
            ("one two three", "a"), ("今天 天气 很好 Tag", "b"), ("many words " * 40, "b"), ("", "a")]  # fmt: skip
    (tmp_path / "t.tsv").write_text("".join(f"{text}\t{label}\n" for text, label in rows), encoding="utf-8")

    said = notes(tmp_path / "t.tsv", "text")

    assert any(note.startswith("Lengths from 1 word to 80 words; half of the texts are up to ") for note in said)
    assert "1 text is shorter than 2 words: text/4." in said
    assert "1 text is more than 10 times as long as the median: text/7." in said
    assert "Scripts: Latin (5), Cyrillic (1), Han (1)." in said
    assert "1 text is a copy of another by content." in said
    assert any("no text" in note for note in said), "the empty one"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ｗｉｄｅ and 𝐛𝐨𝐥𝐝", ["Latin"]),
        ("ひらがな カタカナ 漢字", ["Hiragana", "Katakana", "Han"]),
        ("서울 μέγα नमस्ते", ["Greek", "Devanagari", "Hangul"]),
        ("a quotation of some length from α", ["Latin"]),
        ("12 + 3 = 15 !?", []),
    ],
)
def test_scripts(text, found):
    assert sorted(scripts(text)) == sorted(found)


def test_lengths_that_are_all_alike():
    survey = told.Survey(["a", "b"], np.array([[4, 1], [4, 1]]))
    assert told.lengths(survey, survey.sizes[:, 0], ("text", "texts"), lambda n: f"{n:.0f} words", 2) == [
        "All texts are 4 words long."
    ]
    assert told.lengths(told.Survey([], np.zeros((0, 2), int)), np.zeros(0), ("text", "texts"), str, 2) == []


def test_lengths_are_counted_in_bins():
    assert told.spread(np.array([], np.int64), "words") is None
    assert told.spread(np.array([3, 3, 3]), "words") is None
    few = told.spread(np.array([2, 5, 5, 7]), "words")
    assert few.even
    assert dict(zip((few.edges[:-1] + 0.5).tolist(), few.counts.tolist(), strict=True)) == {
        2: 1, 3: 0, 4: 0, 5: 2, 6: 0, 7: 1,
    }  # fmt: skip
    values = np.random.default_rng(0).uniform(1, 8, 500)
    even = told.spread(values, "seconds")
    assert even.even
    assert np.allclose(np.diff(even.edges), np.diff(even.edges)[0])
    assert even.counts.sum() == 500
    uneven = told.spread(np.append(values, 4000.0), "seconds")
    assert not uneven.even
    assert np.allclose(uneven.edges[1:] / uneven.edges[:-1], uneven.edges[1] / uneven.edges[0])
    assert uneven.counts.sum() == 501
    assert (uneven.edges[0], uneven.edges[-1]) == (values.min(), 4000.0)


def test_pictures_have_no_lengths_and_sounds_have_seconds(tmp_path):
    shipped = finish(scan.scan(Data(path="sample:sounds", domain="sound")))
    assert shipped.lengths.unit == "seconds"
    assert shipped.lengths.counts.sum() == len(shipped.examples)
    assert finish(scan.scan(Data(path="sample:clipart-10"))).lengths is None
