"""How it is shown: specs, pages, tables."""
