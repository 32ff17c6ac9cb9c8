"""Challenges: people enter, their workouts count, and a ranking says who stands where.

It owns challenges, entries, results, rankings and what keeps them fair. Results come from
workouts by the policies in ``application/policies.py``.
"""
