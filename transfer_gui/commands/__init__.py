"""The verbs of the command line, one module each: `EXAMPLES`, `fill(parser)` and `run(arguments) -> exit code`."""
