"""Settings for the whole suite: Hypothesis draws the same examples every time and doesn't measure a busy machine."""

from hypothesis import settings

settings.register_profile("copydesk", derandomize=True, deadline=None)
settings.load_profile("copydesk")
