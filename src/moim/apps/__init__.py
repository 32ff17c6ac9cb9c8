"""The programs: they put contexts together and start them."""
