"""The words by which the desk, which has no parser, tells who may speak: pronouns, report verbs, people, bodies."""

import re

from tui.annotation.tokens import word_set

PRONOUNS = word_set("he she they i we who it you one his her their")
OF_PEOPLE = word_set("he she they i we who")
REPORTING = re.compile(
    r"(?:sa(?:id|y|ys|ying)|t(?:old|ells?|elling)|add(?:ed|s|ing)|wr(?:ote|ites?|iting)|tweet(?:ed|s|ing)|ask(?:ed|s|ing)|"
    r"repl(?:ied|ies|ying)|insist(?:ed|s|ing)?|argu(?:ed|es|ing)|warn(?:ed|s|ing)|claim(?:ed|s|ing)?|not(?:ed|es|ing)|"
    r"explain(?:ed|s|ing)?|announc(?:ed|es|ing)|stat(?:ed|es|ing)|call(?:ed|s|ing)?|declar(?:ed|es|ing)|"
    r"report(?:ed|s|ing)?|according|believ(?:ed?|es|ing)|th(?:inks?|ought|inking)|suggest(?:ed|s|ing)?|"
    r"acknowledg(?:ed|es|ing)|admit(?:ted|s|ting)?|continu(?:ed|es)|recall(?:ed|s|ing)?|conclud(?:ed|es)|"
    r"den(?:ied|ies|ying)|accus(?:ed|es|ing)|urg(?:ed|es|ing)|describ(?:ed|es|ing)|promis(?:ed|es|ing)|"
    r"predict(?:ed|s|ing)?|propos(?:ed|es|ing)|agre(?:ed|es|eing)|hop(?:ed|es|ing)|expect(?:ed|s|ing)?|"
    r"complain(?:ed|s|ing)?|joked?|vow(?:ed|s|ing)?|testif(?:ied|ies|ying)|show(?:ed|s|n)?|f(?:ound|inds?|eels?|elt))"
)
PEOPLE = re.compile(
    r"(?:[a-z]{3,}(?:ants|(?<!m)ents)|[a-z]+(?:man|men|woman|women|person|people|ists?|ians?)|(?:[a-z]{2,}(?:ers?|ors?))|officials?|police|critics?|"
    r"experts?|analysts?|witness(?:es)?|residents?|president|premier|chief|head|secretary|attorney|judge|mayor|king|queen|"
    r"captain|coach|colonel|general|sheriff|mother|father|wife|husband|son|sister|brother|aunt|uncle|friend|friends|"
    r"parents?|students?|children|aides?|sources?|candidates?|nominee|democrats?|republicans?|advocates?|delegates?|"
    r"defendants?|victims?|members?|agents?|author|guest|host|economists?|executives?|crowd|nurse|neighbou?rs?)"
)
BODIES = re.compile(
    r"(?:government|ministry|company|firm|agency|department|court|board|committee|councils?|unions?|party|parties|campaign|office|"
    r"administration|statement|report|study|survey|poll|letter|memo|document|documents|records|indictment|lawsuit|email|"
    r"newspaper|paper|group|team|army|military|bank|bureau|commission|organi[sz]ation|association|university|"
    r"complaint|release|affidavit|post|website|network|media|sign|article|data|filing|ruling|researchers|club|church)"
)
NOT_HEADS = word_set(
    "never ever over under after other another either neither together whether rather number order matter later "
    "better former however water power paper major for or nor per more before under further summer winter water "
    "september october november december easter shoulder color colour floor door poor error terror"
)
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
PREPOSITIONS = word_set("of for from at in on by to with against about")
