"""What was looked at on AWS, beside what it is on one machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Observation:
    """One thing looked at: what it is on one machine (empty: nothing to compare with), and on AWS."""

    name: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether AWS does otherwise."""
        return self.here != self.there


def report(observations: list[Observation]) -> str:
    """The observations as lines, what differs first."""
    lines = []
    for each in sorted(observations, key=lambda each: not (each.differs and each.here)):
        sign = "DIFFERS" if each.differs and each.here else "as here" if each.here else "noted"
        said = f"{each.there} (here: {each.here})" if sign == "DIFFERS" else each.there
        lines.append(f"{sign:<8} {each.name}: {said}")
    return "\n".join(lines)
