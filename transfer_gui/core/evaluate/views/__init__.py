"""The views of results, one file each."""
