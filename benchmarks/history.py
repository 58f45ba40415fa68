"""What is followed from commit to commit, by asv: names and units are as it asks for them."""

import numpy as np

from benchmarks import country, scaling
from nuzuh.engine.ensemble import Member as Nuzuh
from nuzuh.engine.flee3 import Member
from nuzuh.model.parameters import PRIORS, draw
from verification.flee import FOLDERS, world_of


class Flee3:
    """A member of a made-up country of 100 towns under the ``flee3`` rules."""

    def setup(self) -> None:
        self.world = scaling.scaled(scaling.country(100), 100)
        Member(self.world, 0).run(1)

    def time_member(self) -> None:
        Member(self.world, 1).run(1)

    def peakmem_member(self) -> None:
        Member(self.world, 1).run(1)


class Mali2012:
    """A member of a shared folder at full size; skipped where it is not there."""

    def setup(self) -> None:
        if not FOLDERS.is_dir():
            raise NotImplementedError
        self.world = world_of("mali2012", 1)
        Member(self.world, 0).run(1)

    def time_member(self) -> None:
        Member(self.world, 1).run(1)


class Country:
    """A member of a made-up country under the ``nuzuh`` rules."""

    def setup(self) -> None:
        self.world = country.built()
        (self.parameters,) = draw(np.full((1, len(PRIORS)), 0.5))
        self.time_member()

    def time_member(self) -> None:
        Nuzuh(self.world, self.parameters, 1).run(1)
