"""The exact search with OR-Tools' CP-SAT: variables, rules, goals, and running the model.

OR-Tools is loaded when a model is made, not when this package is imported.
"""
