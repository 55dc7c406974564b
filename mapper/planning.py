"""The use cases of a rollout: where it stands, whom it reaches, where to go next."""
