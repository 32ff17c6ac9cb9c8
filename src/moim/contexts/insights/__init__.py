"""Insights: what people look at. Read models fed by events, and the pictures drawn from them.

Words: a *viewer* is a person who looks; a *counted workout* is what an event said of one; a
*day* is the sum of a viewer's workouts of one sport on one day of their calendar.

Holds always: a day equals the sum of its counted workouts, whatever the order and number of
deliveries; a read is an index look-up over days, never a scan of workouts.
"""
