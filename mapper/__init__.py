"""A regional mapping toolkit: boundaries, rollout phases and surveys in; choropleth maps and tables out."""

__version__ = "0.1.0"
