"""What it comes to: indicators by region, from records."""
