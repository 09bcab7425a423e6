"""What organisers see, a file a subject; every route names its permission.

runs, results, board, demand and publish follow the schedule; the other files make the edition.
"""
