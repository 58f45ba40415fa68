"""What comes next: as-of, assimilation, futures, forecasts."""
