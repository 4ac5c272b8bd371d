"""The ways to look at what a network makes of one picture, one file each."""
