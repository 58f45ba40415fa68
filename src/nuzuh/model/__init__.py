"""How people move: one rule a file, pure functions of arrays; parameters with units and priors."""
