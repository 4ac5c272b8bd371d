"""Benchmarks: `python -m tests.benchmarks` measures the program on this machine. Nothing here is run by pytest."""
