"""Scheduling of one-to-one meetings: question, answer, judge and engine, without web or database.

The question is an `Instance`, the answer a `Result` with a `Schedule`. `check` and `objective`
judge any schedule without trusting whoever made it. Importing this package loads no solver.
"""
