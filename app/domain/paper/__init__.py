"""What the papers of an event say, one frozen value a kind; services make them."""
