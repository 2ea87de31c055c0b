"""Settings for the whole suite: Hypothesis draws the same examples every time and doesn't measure a busy machine."""

import os

from hypothesis import settings

os.environ["COPYDESK_TOUR"] = "never"  # the desks that tests start, in other processes too, are nobody's first

settings.register_profile("copydesk", derandomize=True, deadline=None)
settings.load_profile("copydesk")
