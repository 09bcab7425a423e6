"""What the columns say of whose data they hold, and what follows: copy, erasure, retention."""
