"""A made-up news story of which tests of the cleaner build texts and pages."""

PARAGRAPHS = [
    "The harbour bridge reopened on Monday after eleven weeks of repairs to its eastern pier, the city council said.",
    "Engineers had found cracks in the foundations during a routine inspection in March and closed the road at once.",
    "\u201cIt is stronger now than on the day it was built,\u201d said Marta Lind, who led a team of forty people.",
    "The work cost nine million crowns, two million more than the council had set aside for it in the spring.",
    "Shopkeepers on the northern bank said that they had lost a third of their customers while the bridge was closed.",
    "The council will decide in the autumn whether they are to be compensated for what they lost over the summer.",
]
