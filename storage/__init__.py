"""What is remembered: one method per question that the program asks."""
