"""What the shipped sounds and the voice encoder are worth together: the figures that were published with them."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.core.sound.made import shipped
from transfer_gui.core import paths
from transfer_gui.core.models.sound.voice import VoiceEncoder, load_encoder
from transfer_gui.core.sound import speech, wave
from transfer_gui.core.sound.mel import mel

ROUNDS = 3


@pytest.fixture(scope="module")
def sounds():
    return [wave.read(path, 16_000) for path, _ in shipped()]


@pytest.fixture(scope="module")
def labels():
    return np.array([label for _, label in shipped()])


def accuracy(features, labels):
    """Class-balanced accuracy in percent, 5-fold, the mean of a few rounds."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
    folds = [StratifiedKFold(5, shuffle=True, random_state=seed) for seed in range(ROUNDS)]
    found = [balanced_accuracy_score(labels, cross_val_predict(model, features, labels, cv=fold)) for fold in folds]
    return 100 * float(np.mean(found))


def embedded(model, sounds):
    clips = [speech.windows(sound) for sound in sounds]
    windows = torch.from_numpy(speech.batch(clips, max(map(len, clips))))
    with torch.inference_mode():
        return model.eval().embed(windows).numpy()


def test_mel_statistics(sounds, labels):
    """53.1 +- 2.3"""
    frames = [np.log(mel(sound, speech.RECIPE) + 1e-6) for sound in sounds]
    features = np.stack([np.concatenate([f.mean(1), f.std(1), f.max(1)]) for f in frames])
    assert abs(accuracy(features, labels) - 53.1) < 4


def test_the_voice_encoder(sounds, labels):
    """53.1 +- 4.4, and 14.2 +- 1.0 with random weights (chance is 11.1)."""
    torch.manual_seed(0)
    model = VoiceEncoder(9)
    assert accuracy(embedded(model, sounds), labels) < 25
    load_encoder(model, load_file(paths.resources() / "models" / "resemblyzer-voice-encoder.safetensors"))
    assert abs(accuracy(embedded(model, sounds), labels) - 53.1) < 5
