"""Everything technical that the contexts stand on. It knows none of them."""
