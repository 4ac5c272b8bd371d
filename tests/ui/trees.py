"""Layer trees made by hand for the tests of the window: no torch."""

from itertools import count

from transfer_gui.core.models.layer import Layer


def leaf(path, kind, parameters, order, *, norm=False, new=False, shape=(8, 4, 4), detail=""):
    return Layer(path, path.rpartition(".")[2], kind, detail, parameters, shape, order, new, norm)


def group(path, kind, children, order, *, new=False):
    return Layer(
        path,
        path.rpartition(".")[2] or kind,
        kind,
        "",
        sum(c.parameters for c in children),
        (8, 4, 4),
        order,
        new,
        False,
        tuple(children),
    )


def small_tree():
    """conv1 bn1 relu, two stages of two convolutions with batch norm, a head: 1,136 numbers."""
    order = count(1)

    def stage(name):
        at = next(order)
        inner = [
            leaf(f"{name}.conv1", "Conv2d", 200, next(order), detail="8 -> 8, 3 x 3"),
            leaf(f"{name}.bn1", "BatchNorm2d", 16, next(order), norm=True),
            leaf(f"{name}.relu", "ReLU", 0, next(order)),
            leaf(f"{name}.conv2", "Conv2d", 200, next(order), detail="8 -> 8, 3 x 3"),
        ]
        return group(name, "BasicBlock", inner, at)

    children = [
        leaf("conv1", "Conv2d", 216, next(order), detail="3 -> 8, 3 x 3"),
        leaf("bn1", "BatchNorm2d", 16, next(order), norm=True),
        leaf("relu", "ReLU", 0, next(order)),
        stage("layer1"),
        stage("layer2"),
        leaf("avgpool", "AdaptiveAvgPool2d", 0, next(order), shape=(8, 1, 1)),
        leaf("fc", "Linear", 72, next(order), new=True, shape=(8,)),
    ]
    return group("", "ResNet", children, 0)


def wide_tree(blocks=60, each=40):
    """A tree with `blocks` x `each` leaves, deeper than it must be."""
    order = count(1)
    made = []
    for b in range(blocks):
        at = next(order)
        inner = [leaf(f"stages.{b}.inner.{i}", "Conv2d", 100, next(order)) for i in range(each)]
        made.append(group(f"stages.{b}", "Block", [group(f"stages.{b}.inner", "Sequential", inner, at)], at))
    head = leaf("head", "Linear", 50, next(order), new=True, shape=(8,))
    return group("", "Wide", [group("stages", "Sequential", made, 1), head], 0)
