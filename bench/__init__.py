"""How fast it is: `python -m bench`, from a checkout. docs/bench.md tells what is measured and why."""
