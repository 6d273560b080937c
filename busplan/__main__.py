"""`python -m busplan` is `busplan`."""

from busplan.cli import main

main(prog_name="busplan")
