"""Text to trees: what a formula says, with every reading that it admits."""
