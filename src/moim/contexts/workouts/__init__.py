"""Workouts: what people did, from the device's file to the figures.

Words: a *recording* is what a device wrote; a *workout* is the person's own entry made from one,
or typed in; a *track* is its samples; *derived* is all that is computed from the track, under a
version, and can be computed again; an *import* is one delivery of files with a verdict a file.

Holds always: every import keeps the original bytes; a file has exactly one verdict; the same
bytes never become two workouts of one person; undoing an import leaves what was before it.
"""
