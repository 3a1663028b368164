"""What JavaRosa answers to the corpus: the engine that ODK Collect runs decides where engines differ."""
