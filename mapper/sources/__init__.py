"""What was said: surveys and the rollout register, read with an account of every row."""
