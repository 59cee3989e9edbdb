"""What is proposed."""
