"""A regional mapping toolkit: boundaries, rollout phases and sector surveys in; choropleth maps and tables out."""
