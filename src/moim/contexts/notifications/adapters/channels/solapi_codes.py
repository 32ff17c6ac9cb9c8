"""What SOLAPI's status codes mean: apart from the carrier, whose HTTP client loads slowly."""

ARRIVED = "4000"
PENDING = frozenset({"", "2000", "3000"})  # nothing said, accepted, on its way
DEAD = frozenset({"3014", "3022", "1030"})  # no such number, no such subscriber, bad number
