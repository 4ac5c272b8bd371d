"""The pages of the steps and what stands in the docks. Whoever imports it imports every panel."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from .context import Context
from .panels.browser import BrowserPanel
from .panels.curves import CurvesPanel
from .panels.dataset import DatasetPanel
from .panels.export import ExportPanel
from .panels.inside import InsidePanel
from .panels.inspect import InspectPanel
from .panels.layers import LayersPanel
from .panels.results import ResultsPanel
from .panels.training import TrainingPanel


@dataclass(frozen=True)
class Pages:
    """One panel a step, and the two that stand beside them."""

    browser: BrowserPanel
    dataset: DatasetPanel
    layers: LayersPanel
    curves: CurvesPanel
    inside: InsidePanel
    results: ResultsPanel
    exporting: ExportPanel
    training: TrainingPanel
    inspector: InspectPanel

    def by_name(self) -> dict[str, QWidget]:
        """The pages in the order of the rail."""
        return {
            "source": self.browser,
            "data": self.dataset,
            "layers": self.layers,
            "train": self.curves,
            "inside": self.inside,
            "results": self.results,
            "export": self.exporting,
        }


def make(context: Context) -> Pages:
    """All of them around one job."""
    return Pages(
        BrowserPanel(context),
        DatasetPanel(context),
        LayersPanel(context),
        CurvesPanel(context),
        InsidePanel(context),
        ResultsPanel(context),
        ExportPanel(context),
        TrainingPanel(context),
        InspectPanel(context),
    )
