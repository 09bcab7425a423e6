"""What organisers see, a file a subject; every route begins with `organised_edition`.

runs, results, board, demand and publish follow the schedule; the other files make the edition.
"""
