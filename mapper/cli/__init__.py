"""The command line: it parses, calls the use cases and tells what came of them."""
