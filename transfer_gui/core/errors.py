"""What goes wrong for a person: one sentence that names the file, and one that says what to do."""


class UserError(ValueError):
    """A fault that the user can mend.

    `what` says what happened and names the file or field; `cure` says what to do about it.
    """

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(f"{what} {cure}".strip())
        self.what = what
        self.cure = cure


class Refused(UserError):
    """A file that will not be read: not weights, unsafe, or weights of another model."""


class GroupsUnclear(UserError):
    """What must stay together in a split cannot be found as the job says; all else of the dataset is well."""


class Unreadable(UserError):
    """A file that cannot be used. `reason` says why, without the path: 'cut off (truncated)'."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}.", "Replace the file, or take it out of the dataset.")
        self.path = path
        self.reason = reason
