"""Which words tell the definitions apart, learned from how people ask for them.

One linear support vector machine a definition, against all others; ``python -m tests.learned`` learns them anew where
definitions, askings or synonyms have changed, and ``learned.npz`` keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.wording import Wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATH = Path(__file__).parent / "learned.npz"
ELSEWHERE = "elsewhere"  # the id of all that no definition answers


def features_of(wording: Wording, text: str) -> dict[str, float]:
    """What is learned on: the stems of a text and its groups of synonyms, without pairs of words."""
    return {name: weight for name, weight in wording.features(text).items() if not name.startswith("p:")}


@dataclass(frozen=True, eq=False)
class Learned:
    """Weights of features by definition: ``weights`` has a row a feature and a column a definition of ``ids``,
    ``bias`` a number a definition, ``rarity`` one a feature (its inverse document frequency)."""

    made_from: str
    ids: tuple[str, ...]
    features: Mapping[str, int]
    rarity: "NDArray[np.float32]"
    weights: "NDArray[np.float16]"
    bias: "NDArray[np.float32]"

    def distances(self, features: Mapping[str, float]) -> dict[str, float]:
        """By id: how far a text lies on the side of a definition, some -1.5 to 1.5; under 0 it is rather asked for by
        other words. Nothing for a text without any known feature."""
        import numpy as np

        known = [(self.features[name], weight) for name, weight in sorted(features.items()) if name in self.features]
        if not known:
            return {}
        places = [place for place, _ in known]
        said = np.array([weight for _, weight in known]) * self.rarity[places]
        found = said / np.linalg.norm(said) @ self.weights[places].astype(np.float64) + self.bias
        return dict(zip(self.ids, found.round(4).tolist(), strict=True))


@cache
def shipped_weights() -> Learned:
    """The weights that come with the program."""
    import numpy as np

    with np.load(PATH, allow_pickle=False) as kept:
        weights = np.zeros((len(kept["features"]), len(kept["ids"])), kept["weights"].dtype)
        weights[kept["rows"], kept["columns"]] = kept["weights"]
        return Learned(
            made_from=str(kept["made_from"]),
            ids=tuple(kept["ids"].tolist()),
            features={name: place for place, name in enumerate(kept["features"].tolist())},
            rarity=kept["rarity"],
            weights=weights,
            bias=kept["bias"],
        )
