"""Plain features beside a network: logistic regression is scikit-learn's, features are computed anew by plain loops."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.io import wavfile
from scipy.signal import stft
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.core.export import made
from transfer_gui.core.data import scan, split
from transfer_gui.core.data.domains import edges, find
from transfer_gui.core.errors import UserError
from transfer_gui.core.evaluate import bootstrap, logistic, plain
from transfer_gui.core.evaluate.results import Results
from transfer_gui.core.job import Data, Job
from transfer_gui.core.progress import finish


@pytest.fixture(scope="module")
def clouds():
    """Overlapping clouds of points, three classes, features of unlike size and one that never varies."""
    rng = np.random.default_rng(5)
    labels = np.repeat([0, 1, 2], (40, 25, 15))
    points = rng.normal(size=(80, 6)) + rng.normal(size=(3, 6))[labels]
    return np.column_stack([points * 10.0 ** np.arange(-2, 4), np.full(80, 7.0)]).astype(np.float32), labels


@pytest.mark.parametrize("strength", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("scaled", [True, False])
def test_logistic_regression_is_scikit_learn_s(clouds, strength, scaled):
    points, labels = clouds
    points = points if scaled else points / [*points.std(0)[:-1], 7.0]
    own = logistic.fit(points, labels, 3, strength, scaled)
    reference = LogisticRegression(C=strength, tol=1e-10, max_iter=100_000)
    reference = (make_pipeline(StandardScaler(), reference) if scaled else reference).fit(points.astype(float), labels)
    last = reference[-1] if scaled else reference
    np.testing.assert_allclose(own.weights, last.coef_, atol=2e-4 * max(1, np.abs(last.coef_).max()))
    np.testing.assert_array_equal(own.named(points), reference.predict(points.astype(float)))


def test_the_strength_is_that_of_cross_validation(clouds):
    points, labels = clouds
    model, strength = finish(logistic.tuned(points, labels, 3))
    folds = np.concatenate([np.arange(count) % 3 for count in (40, 25, 15)])
    right = []
    for c in logistic.STRENGTHS:
        fitted = (
            make_pipeline(StandardScaler(), LogisticRegression(C=c, tol=1e-8, max_iter=10_000))
            .fit(points[folds != fold].astype(float), labels[folds != fold])
            .score(points[folds == fold].astype(float), labels[folds == fold])
            * (folds == fold).sum()
            for fold in range(3)
        )
        right.append(sum(fitted))
    assert strength == logistic.STRENGTHS[int(np.argmax(np.round(right)))]
    np.testing.assert_array_equal(model.weights, logistic.fit(points, labels, 3, strength).weights)


def test_edges_and_colours_by_plain_loops(tmp_path):
    rng = np.random.default_rng(1)
    pixels = rng.random((16, 24, 3))
    cells = np.zeros((2, 3, 9))
    for y in range(16):
        for x in range(24):
            down = pixels[y + 1, x] - pixels[y - 1, x] if 0 < y < 15 else np.zeros(3)
            across = pixels[y, x + 1] - pixels[y, x - 1] if 0 < x < 23 else np.zeros(3)
            colour = int(np.argmax(down**2 + across**2))
            angle = math.degrees(math.atan2(down[colour], across[colour])) % 180
            for place in range(9):  # a vote is shared by how near the middles (10, 30, ... 170 degrees) are
                apart = abs(angle - (10 + 20 * place))
                near = max(0.0, 1 - min(apart, 180 - apart) / 20)
                cells[y // 8, x // 8, place] += near * math.hypot(down[colour], across[colour])
    blocks = []
    for left in range(2):
        block = np.concatenate([cells[0, left], cells[0, left + 1], cells[1, left], cells[1, left + 1]])
        block = np.minimum(block / np.sqrt((block**2).sum() + 1e-6), 0.2)
        blocks.append((block / np.sqrt((block**2).sum() + 1e-6)).reshape(2, 2, 9).transpose(2, 0, 1).ravel())
    np.testing.assert_allclose(edges.hog(pixels), np.concatenate(blocks), atol=1e-12)

    Image.new("RGB", (90, 70), (255, 0, 130)).save(tmp_path / "one.png")
    found = find("image").plain(()).vector(str(tmp_path / "one.png"))
    assert found.shape == (7 * 7 * 36 + 64,)
    assert np.flatnonzero(found).tolist() == [7 * 7 * 36 + 3 * 16 + 0 * 4 + 2], "one colour and no edge"


def test_mel_statistics_are_those_of_librosa_s_bank(tmp_path):
    rng = np.random.default_rng(2)
    wave = (rng.normal(size=8000) * np.linspace(0.01, 0.3, 8000)).astype(np.float32)
    wavfile.write(tmp_path / "noise.wav", 16_000, wave)
    _, _, spectrum = stft(wave, nperseg=400, noverlap=240, boundary="zeros", padded=False, scaling="spectrum")
    mels = np.linspace(0, 15 + math.log(8) / (math.log(6.4) / 27), 42)  # Slaney's scale
    hertz = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(math.log(6.4) / 27 * (mels - 15)))
    grid = np.arange(201) * 40.0
    bank = np.array([np.interp(grid, hertz[i : i + 3], (0, 2 / (hertz[i + 2] - hertz[i]), 0)) for i in range(40)])
    power = np.log(bank @ (np.abs(spectrum) * 200) ** 2 + 1e-6)  # 'spectrum' divides by the window's sum
    expected = np.concatenate([power.mean(1), power.std(1, ddof=1), power.max(1)])
    np.testing.assert_allclose(find("sound").plain(()).vector(str(tmp_path / "noise.wav")), expected, rtol=1e-4)


def test_bags_of_words_are_fitted_to_the_training_side(tmp_path):
    texts = ["a red apple falls", "the blue sea falls", "red red sea", "an unseen word"]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
    paths = [str(tmp_path / f"{number}.txt") for number in range(4)]
    found = find("text").plain([*paths[:3], str(tmp_path / "gone.txt")])
    expected = TfidfVectorizer().fit(texts[:3]).transform(texts).toarray()
    np.testing.assert_allclose([found.vector(path) for path in paths], expected, atol=1e-6)
    assert not found.scaled


def test_the_interval_is_of_pairs():
    rng = np.random.default_rng(4)
    first, second = rng.random(120) < 0.8, rng.random(120) < 0.6
    found = bootstrap.difference(first, second)
    gained = first.astype(int) - second
    assert found.estimate == pytest.approx(gained.mean())
    spread = 1.96 * gained.std() / math.sqrt(120)  # of the normal distribution
    assert (found.low, found.high) == pytest.approx((gained.mean() - spread, gained.mean() + spread), abs=0.02)


@pytest.fixture
def run(tmp_path):
    """A folder as a run leaves it, of pictures whose colour tells their class; one of them is broken."""
    data = tmp_path / "data"
    for label, name in enumerate(made.CLASSES):
        for number in range(9):
            made.picture(data / name / f"{number}.png", (5 * number, 110 * label, 200), size=(70, 66))
    job = Job(data=Data(path=str(data), validation=0.3, test=0.2))
    dataset = finish(scan.unedited(job.data))
    sides = split.split(dataset, job.data)
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "job.toml").write_text(job.to_toml())
    split.write(folder / "split.csv", dataset, sides)
    return folder, dataset, sides


def said(dataset, indices, wrong: int) -> Results:
    """A network that is wrong of the first few."""
    labels = dataset.packed.labels[np.array(indices)].astype(np.int64)
    named = np.where(np.arange(len(labels)) < wrong, (labels + 1) % 3, labels)
    probabilities = np.eye(3, dtype=np.float32)[named]
    return Results(dataset.classes, tuple(dataset.packed.paths.take(np.array(indices))), labels, probabilities, "val")


def test_a_network_is_compared_on_its_own_split(run):
    folder, dataset, sides = run
    results = said(dataset, sides.val, len(sides.val))
    found = finish(plain.compare(results, folder))
    features = find("image").plain(())
    vectors = np.stack([features.vector(path) for path in dataset.packed.paths]).astype(float)
    labels, train, val = dataset.packed.labels, np.array(sides.train), np.array(sides.val)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=found.strength, max_iter=10_000, tol=1e-8))
    expected = model.fit(vectors[train], labels[train]).score(vectors[val], labels[val])
    assert (found.trained, found.examples) == (len(train), len(val))
    assert (found.network, found.plain) == pytest.approx((0.0, expected))
    assert found.plain > 0.6, "the colours tell the classes apart"
    assert found.difference.estimate == pytest.approx(-expected)
    assert found.sentence().startswith("The network does worse than plain features: it names 0.0% of 9 examples")
    right = finish(plain.compare(said(dataset, sides.val, 0), folder))
    assert right.network == 1
    assert right.verdict == (plain.BETTER if right.difference.low > 0 else plain.ALIKE)


def test_what_was_trained_on_or_is_not_the_run_s_is_refused(run):
    folder, dataset, sides = run
    with pytest.raises(UserError, match="validation or the test side"):
        finish(plain.compare(said(dataset, sides.train, 0), folder))
    with pytest.raises(UserError, match="validation or the test side"):
        finish(plain.compare(replace(said(dataset, sides.val, 0), paths=()), folder))


def test_files_that_have_gone_are_left_out_of_both(run):
    folder, dataset, sides = run
    paths = dataset.packed.paths
    for index in (sides.train[0], sides.val[0]):
        Path(paths[index]).write_bytes(b"no picture")
    found = finish(plain.compare(said(dataset, sides.val, 1), folder))
    assert (found.trained, found.examples) == (len(sides.train) - 1, len(sides.val) - 1)
    assert found.network == 1, "the one that it was wrong of is the one that has gone"


def test_the_global_random_state_is_left_alone(clouds):
    before = torch.random.get_rng_state()
    finish(logistic.tuned(*clouds, 3))
    assert torch.equal(before, torch.random.get_rng_state())
