"""What recipes have in common whose inputs are ids, one after another."""


class Ids:
    """`length` ids from 0 to below `count`."""

    __slots__ = ()
    count: int
    length: int

    @property
    def size(self) -> int:
        """Ids that are read."""
        return self.length

    @property
    def shape(self) -> tuple[int, ...]:
        """(length,)."""
        return (self.length,)

    @property
    def values(self) -> int:
        """As many as the network has vectors for."""
        return self.count

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """Half of what the network reads."""
        return self.shape, "int32"
