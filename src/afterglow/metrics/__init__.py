"""How good a picture is beside the one it should be."""

from afterglow.metrics.color_statistics import Statistics, color_statistics
from afterglow.metrics.histogram import histograms
from afterglow.metrics.table import METRICS, Metric

__all__ = ["METRICS", "Metric", "Statistics", "color_statistics", "histograms"]
