"""Papers of this room: plain values in, PDF out."""
