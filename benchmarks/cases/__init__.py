"""Cases whose truth is known by how they were made: right and wrong answers and steps, in many words."""
