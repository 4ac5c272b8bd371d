"""Pictures of every panel in light and dark, for the README: `python -m tests.screenshots`."""
