"""Many articles: clean and extract in partitions, on several processes or machines, and go on after a kill.

The output is the same bytes whatever the engine, because every article is analysed by itself and partitions are put
together in their order.
"""

from tui.corpus.plan import Plan, plan
from tui.corpus.run import Parts, Progress
from tui.corpus.work import Form, Settings

__all__ = ["Form", "Parts", "Plan", "Progress", "Settings", "plan"]
