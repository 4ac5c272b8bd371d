"""`python -m transfer_gui`: the same as the command `transfer-gui`, and what torchrun starts."""

from transfer_gui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
