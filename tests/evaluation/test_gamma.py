import importlib.util

import numpy as np
import pytest

from tests.evaluation.test_agreement import ONE, OTHER, TWO, text
from tests.peers import needs
from tui.evaluation.gamma import gamma
from tui.model import CopydeskError

INSTALLED = importlib.util.find_spec("pygamma_agreement") is not None


@pytest.mark.skipif(INSTALLED, reason="the extra is installed")
def test_without_the_extra_it_says_how_to_get_it():
    with pytest.raises(CopydeskError, match=r"pip install 'copydesk\[gamma\]'"):
        gamma([text(ann=[ONE], ben=[ONE])])


@needs("pygamma_agreement", "gamma")
def test_gamma_is_repeatable_and_leaves_the_random_state_alone():
    texts = [text(ann=[ONE, TWO], ben=[ONE, OTHER])]
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    assert gamma(texts) == gamma(texts) < 1
    assert np.random.random() == expected
    assert gamma([text(ann=[ONE, TWO], ben=[ONE, TWO])]) == pytest.approx(1)
    assert gamma([text(ann=[ONE], ben=[])]) is None
