"""What a person reads: the situation report, one self-contained HTML file."""
