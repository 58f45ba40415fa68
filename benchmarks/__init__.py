"""What runs cost: by folder, beside Flee; by population, by places, by members."""
