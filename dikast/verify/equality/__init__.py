"""What is equal to what: trees compared, by proof, by enclosure or by a counterexample."""
