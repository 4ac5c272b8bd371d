"""Plain figures of every kind, with every sort of number in them, and one drawn alone."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from transfer_gui.core.data.domain import Mark, Passage
from transfer_gui.core.inspect.figures import (
    Axis,
    Heatmap,
    Histogram,
    Lines,
    Measure,
    Measures,
    Overlay,
    Passages,
    Scatter,
    Table,
    Tiles,
)
from transfer_gui.ui import theme
from transfer_gui.ui.figures import drawing

NAN, INF = float("nan"), float("inf")
RNG = np.random.default_rng(5)


def f32(*values) -> np.ndarray:
    return np.array(values, np.float32)


def noise(*shape) -> np.ndarray:
    return RNG.normal(size=shape).astype(np.float32)


FIGURES = {
    "tiles": Tiles("Filters", noise(9, 3, 3), tuple(f"filter {i}" for i in range(9)), -1, 1, "a note"),
    "tiles RGB": Tiles("Filters", RNG.random((20, 5, 5, 3)).astype(np.float32), (), -1, 1),
    "tiles in columns": Tiles("Filters", noise(30, 3, 3), (), -1, 1, columns=10, unit="mV"),
    "one tile": Tiles("Filters", f32([[0.5]]).reshape(1, 1, 1)),
    "no tile": Tiles("Filters", np.empty((0, 3, 3), np.float32)),
    "tiles of NaN": Tiles("Filters", np.full((4, 3, 3), NAN, np.float32), (), -1, 1),
    "RGB of NaN": Tiles("Filters", np.full((4, 3, 3, 3), NAN, np.float32), (), -1, 1),
    "tiles without a range": Tiles("Filters", np.zeros((4, 3, 3), np.float32), (), 0, 0),
    "histogram": Histogram(
        "Spread", np.linspace(-1, 1, 11), {"source": f32(*range(10)), "now": f32(*range(10, 0, -1))}
    ),
    "one bin": Histogram("Spread", f32(0, 1), {"now": f32(7)}),
    "bins of nothing": Histogram("Spread", np.linspace(0, 1, 5), {"now": np.zeros(4, np.float32)}),
    "no bin": Histogram("Spread", np.empty(0, np.float32), {"now": np.empty(0, np.float32)}),
    "no series": Histogram("Spread", np.linspace(0, 1, 5), {}),
    "bins of NaN": Histogram("Spread", np.linspace(0, 1, 4), {"now": f32(1, NAN, 2)}),
    "lines": Lines("Curves", {"a": (f32(0, 1, 2), f32(3, 5, 4)), "b": (f32(0, 2), f32(1, NAN))}),
    "lines with a gap": Lines("Curves", {"a": (f32(0, 1, 2, 3), f32(1, NAN, INF, 2))}),
    "one point": Lines("Curves", {"a": (f32(4), f32(2))}),
    "no point": Lines("Curves", {"a": (f32(), f32())}),
    "no curve": Lines("Curves", {}),
    "lines of NaN": Lines("Curves", {"a": (f32(0, 1), f32(NAN, NAN))}),
    "x of NaN": Lines("Curves", {"a": (f32(NAN, 0, 1), f32(1, 2, 3))}),
    "heat map": Heatmap("Matrix", noise(6, 9), Axis("input"), Axis("output"), -2, 2, "", "thinned"),
    "one cell": Heatmap("Matrix", f32([3.0]).reshape(1, 1)),
    "no cell": Heatmap("Matrix", np.empty((0, 4), np.float32)),
    "no column": Heatmap("Matrix", np.empty((4, 0), np.float32)),
    "heat map of NaN": Heatmap("Matrix", np.full((3, 3), NAN, np.float32), low=-1, high=1),
    "heat map of infinities": Heatmap("Matrix", f32(INF, -INF).reshape(1, 2), low=-1, high=1),
    "named heat map": Heatmap(
        "Confusion",
        f32(3, 1, 0, NAN).reshape(2, 2),
        Axis("named"),
        Axis("true"),
        0,
        3,
        "pictures",
        rows=("cat", "dog"),
        columns=("cat", "a dog with a very long name indeed, longer than its column"),
        written=True,
    ),
    "named map of many layers": Heatmap(
        "Drift",
        noise(150, 20),
        Axis("epoch"),
        Axis("layer"),
        -2,
        2,
        rows=tuple(f"layer.{i}" for i in range(150)),
        columns=tuple(map(str, range(20))),
    ),
    "named map with zeros": Heatmap(
        "Drift", f32(-INF, NAN, -3).reshape(1, 3), low=-4, high=-2, rows=("a",), columns=("1", "2", "3"), log=True
    ),
    "named map of thin zeros": Heatmap("Drift", np.full((2, 900), -INF, np.float32), rows=("a", "b"), log=True),
    "named map of one": Heatmap("Drift", f32(1).reshape(1, 1), rows=("layer",), columns=("1",), written=True),
    "named rows of many thin columns": Heatmap("Drift", noise(2, 900), rows=("a", "b"), columns=("e",) * 900),
    "overlay": Overlay("Grad-CAM", RNG.integers(0, 256, (40, 60, 3), np.uint8), noise(4, 6), -1, 1, "", "a note"),
    "overlay of NaN": Overlay("Grad-CAM", np.zeros((9, 9, 3), np.uint8), np.full((3, 3), NAN, np.float32)),
    "overlay of nothing": Overlay("Grad-CAM", np.zeros((0, 0, 3), np.uint8), np.empty((0, 0), np.float32)),
    "scatter": Scatter(
        "Embedding", noise(40, 2), np.arange(40) % 3, ("a", "b", "c"), tuple(f"/x/{i}.png" for i in range(40))
    ),
    "scatter of many groups": Scatter(
        "Embedding", noise(80, 2), np.arange(80) % 40, tuple(f"class {i}" for i in range(40))
    ),
    "one dot": Scatter("Embedding", f32(1, 2).reshape(1, 2), np.array([0]), ("a",)),
    "scatter of NaN": Scatter("Embedding", f32(NAN, 2, 1, INF).reshape(2, 2), np.array([0, 0]), ("a",)),
    "no dot": Scatter("Embedding", np.empty((0, 2), np.float32), np.empty(0, np.int64), ("a",)),
    "text": Passages(
        "Words",
        (Passage("for it and against 😀 it", (Mark(0, 3, 1.0), Mark(11, 18, -0.4), Mark(19, 20, 0.2))),),
        high=2.5,
        unit="logit",
        note="a note",
        ends=("against", "for"),
    ),
    "texts": Passages(
        "Most exciting",
        tuple(Passage(f"text number {i} " * (3 * i + 1), (Mark(5, 11, 1.0),)) for i in range(5)),
        tuple(f"text {i}" for i in range(5)),
        scale=False,
    ),
    "text of NaN": Passages("Words", (Passage("lost", (Mark(0, 4, NAN),)),), high=NAN),
    "no text": Passages("Words", (Passage(""),)),
    "measures": Measures(
        "Map",
        ("features.0", "a.very.long.path.of.a.layer.that.does.not.fit.anywhere"),
        (
            Measure(Axis("norm"), f32(3, 4)),
            Measure(Axis("drift", "relative L2", log=True), f32(0, 1e-5), "how far it moved"),
            Measure(Axis("none"), f32(NAN, NAN)),
            Measure(Axis("zeros", log=True), f32(0, 0)),
        ),
        note="3 of 26 layers moved",
    ),
    "no row of measures": Measures("Map", (), (Measure(Axis("norm"), f32()),)),
    "no measure": Measures("Map", ("a",), ()),
    "lines on logarithmic axes": Lines(
        "Spectrum",
        {"now": (f32(1, 10, 100), f32(1, 0.1, 0)), "source": (f32(1, 10), f32(2, 1))},
        Axis("rank", log=True),
        Axis("singular value", log=True),
    ),
    "lines within given ends": Lines(
        "ROC",
        {"cat": (f32(0, 0.2, 1), f32(0, 0.9, 1)), "chance": (f32(0, 1), f32(0, 1))},
        Axis("false positives", low=0, high=1),
        Axis("true positives", low=0, high=1),
        "a note",
        points=True,
    ),
    "lines with a mean": Lines(
        "ROC",
        {"chance": (f32(0, 1), f32(0, 1)), "mean of classes 0.9": (f32(0, 1), f32(0.5, 1))}
        | {f"class number {i}": (f32(0, 1), f32(i, 1)) for i in range(9)},
    ),
    "lines of many names": Lines("Classes", {f"class number {i}": (f32(0, 1), f32(i, 1)) for i in range(12)}),
    "photographs": Tiles("Examples", RNG.random((7, 20, 20, 3)).astype(np.float32), scale=False),
    "table": Table("Numbers", ("name", "value"), (("a", 1.5), ("b", 12345), ("c", "text")), ("one note",)),
    "table of NaN": Table("Numbers", ("name", "value"), (("a", NAN), ("b", -INF), ("c", 1e30))),
    "no row": Table("Numbers", ("name", "value"), ()),
}


def painted(figure, width: int = 400) -> QImage:
    """The figure alone on a ground of one colour."""
    how = drawing(figure)
    high = how.height(figure, width)
    assert 0 < high < 5000
    image = QImage(width, int(high) + 1, QImage.Format.Format_RGB32)
    image.fill(theme.colors().surface)
    painter = QPainter(image)
    try:
        how.draw(painter, figure, QRectF(0, 0, width, high))
    finally:
        assert painter.end()
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def words_over(figure, width: int = 420, every: int = 3) -> dict[QPoint, str]:
    how = drawing(figure)
    rect = QRectF(0, 0, width, how.height(figure, width))
    points = [QPoint(x, y) for x in range(0, width, every) for y in range(0, int(rect.height()), 3)]
    return {p: how.words(figure, rect, QPointF(p)) for p in points}
