"""What organisers see, a file a subject; every route begins with `organised_edition`."""
