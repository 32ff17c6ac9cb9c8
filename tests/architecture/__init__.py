"""The house keeps itself: what the plan of the code says is tested here."""
