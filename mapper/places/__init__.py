"""Where things are: names, shapes and vintages of a country's regions."""
