"""`python -m mapper.cli` is `mapper`."""

from mapper.cli.app import main

main()
