"""The gamma of Mathet, Widlöcher and Métivier (2015), by pygamma-agreement, which is an optional extra.

Gamma aligns the units of all annotators before it compares them, so a shifted boundary costs less than a missed
unit, and nested spans are no obstacle. The package brings a solver and hundreds of megabytes, hence the extra.
"""

import logging
from collections.abc import Sequence

import numpy as np

from tui.evaluation.agreement import AnnotatedText
from tui.model import CopydeskError

_MANY_UNITS = 200  # from here on the package's fast algorithm, which works window by window


def gamma(texts: Sequence[AnnotatedText], seed: int = 1) -> float | None:
    """Return gamma over all texts laid end to end; None where an annotator marked nothing.

    The package draws its random annotations from NumPy's global generator: that is seeded here, and put back as it
    was. Raises `CopydeskError` where the extra isn't installed.
    """
    try:
        from pyannote.core import Segment  # noqa: PLC0415 - optional, and slow to import
        from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum  # noqa: PLC0415
    except ImportError as error:
        raise CopydeskError("gamma needs an extra; install it with: pip install 'copydesk[gamma]'") from error
    continuum, base = Continuum(), 0
    for text in texts:
        for name, spans in text.spans.items():
            continuum.add_annotator(name)
            for span in spans:
                continuum.add(name, Segment(span.start + base, span.end + base), span.label)
        base += len(text.text)
    if len(continuum.annotators) < 2 or not all(len(continuum[name]) for name in continuum.annotators):
        return None
    state = np.random.get_state()
    logging.disable(logging.WARNING)  # one line for each alignment where its preferred solver is absent
    try:
        np.random.seed(seed)
        result = continuum.compute_gamma(
            CombinedCategoricalDissimilarity(), fast=sum(len(continuum[a]) for a in continuum.annotators) > _MANY_UNITS
        )
    finally:
        logging.disable(logging.NOTSET)
        np.random.set_state(state)
    return float(result.gamma)
