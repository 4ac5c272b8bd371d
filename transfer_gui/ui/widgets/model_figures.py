"""The figures of a source model on one line."""

from ...core.models.entry import ModelEntry
from ..translation import tr


def figures_of(entry: ModelEntry) -> str:
    """The model's figures on one line."""
    parts = [entry.family]
    if entry.layers:
        parts.append(tr("{count} layers", count=entry.layers))
    if entry.parameters:
        parts.append(tr("{count:,} parameters", count=entry.parameters))
    if entry.gflops is not None:
        parts.append(tr("{count:,.2f} GFLOPs an example", count=entry.gflops))
    if entry.accuracy is not None:
        parts.append(tr("{accuracy:.1f} % top-1 on ImageNet-1K", accuracy=entry.accuracy))
    size, unit = f"{entry.input_size} × {entry.input_size} px", entry.usual.unit
    if unit != "px":
        parts.append(tr("reads {size:,} {unit}", size=entry.input_size, unit=tr(unit)))
    elif entry.fixed_size:
        parts.append(tr("pictures of {size} only", size=size))
    elif entry.min_size > 1:
        parts.append(tr("pictures of {size} (at least {least})", size=size, least=entry.min_size))
    else:
        parts.append(tr("pictures of {size}", size=size))
    return " · ".join(parts)
