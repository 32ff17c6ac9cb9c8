"""What every route of every context leans on: refusals, bodies, cursors, conditions, the edge."""
