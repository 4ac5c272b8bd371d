"""Figures of many rows in pieces: every row once, in order, all on one scale."""

import numpy as np
import pytest

from transfer_gui.core.inspect.figures import Axis, Heatmap, Measure, Measures
from transfer_gui.core.report.pages import ROWS, map_pages, pages


def measures(count, axis):
    values = np.linspace(0, 5, count, dtype=np.float32)
    return Measures("Layers", tuple(map(str, range(count))), (Measure(axis, values),))


@pytest.mark.parametrize("count", [1, ROWS, ROWS + 1, 3 * ROWS + 7])
@pytest.mark.parametrize("axis", [Axis("norm"), Axis("drift", log=True), Axis("cosine", low=-1.0, high=9.0)])
def test_every_row_is_there_once_on_the_scale_of_all(count, axis):
    figure = measures(count, axis)

    cut = list(pages(figure))

    assert len(cut) == -(-count // ROWS)
    assert all(len(piece.rows) <= ROWS for piece in cut)
    assert sum((piece.rows for piece in cut), ()) == figure.rows
    assert np.array_equal(np.concatenate([piece.measures[0].values for piece in cut]), figure.measures[0].values)
    assert len({piece.measures[0].axis for piece in cut}) == 1
    if count > 1 and axis.low is None:
        values = figure.measures[0].values
        assert cut[0].measures[0].axis.low == (values[values > 0].min() if axis.log else values.min())
        assert cut[0].measures[0].axis.high == values.max()


def test_the_pieces_are_numbered_and_one_alone_is_not():
    assert [piece.title for piece in pages(measures(ROWS + 1, Axis("n")))] == ["Layers, 1 of 2", "Layers, 2 of 2"]
    assert [piece.title for piece in pages(measures(3, Axis("n")))] == ["Layers"]


def test_a_map_leaves_out_the_rows_without_any_value():
    values = np.full((2 * ROWS, 3), np.nan, np.float32)
    values[::2] = np.arange(3)

    cut = list(map_pages(Heatmap("Drift", values, rows=tuple(map(str, range(2 * ROWS))))))

    assert [piece.rows for piece in cut] == [tuple(str(i) for i in range(0, 2 * ROWS, 2))]
    assert cut[0].values.tolist() == [[0, 1, 2]] * ROWS


def test_where_nothing_moved_there_is_no_map():
    assert not list(map_pages(Heatmap("Drift", np.full((3, 2), np.nan, np.float32), rows=("a", "b", "c"))))
