"""What passed between people and customers, and what they feel: conditions of words that elsewhere say nothing.

``customers to call`` and ``for my workshop in Oslo`` say what a list is for. ``customers we called`` and ``who came to
the workshop`` choose among customers by what no report holds.
"""

import re

_EVENT = (
    r"(?:\w+ )?(?:workshops?|meetings?|events?|seminars?|webinars?|trainings?(?: sessions?)?|sessions?|conferences?"
    r"|roadshows?|demos?|kick-?offs?|lunch|lunches|trips?|pitch|pitches|calls?|visits?|appointments?|reviews?|qbrs?)"
)
_BESIDE = r"(?:(?:the|a|an|our|my|your|this|that|last|any|some|one of our|these) )*"
_ADVERB = r"(?:(?:already|ever|last|first|never|once|just|recently|personally|really|also|still|not|all|both) )*"
_DEED = r"(?:call|phone|ring|dial|meet|visit|serve|attend|contact|talk|speak|train|look after|work with|pitch|demo|see)"
_DONE = (
    r"(?:called|phoned|rang|rung|telephoned|met|visited|served|attended|talked|spoke|spoken|trained|looked after"
    r"|pitched|invited|hosted|seen|saw|known|knew|loved|liked|mentioned|asked|took care of|taken care of)"
)
_FEEL = r"(?:loves?|likes?|knows?|hates?|trusts?|appreciates?)"
_WE = r"(?:i|we|you|he|she|they|us|me|my (?:team|boss|manager|colleagues?)|our team|sales|marketing|somebody|someone)"
_WHO = r"(?:who|that|which|whom|customers?|clients?|accounts?|companies|those|ones)"
_CONDITIONS = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        rf"did(?:n't| not)? {_WE} {_ADVERB}{_DEED}",
        rf"(?:have|has|had)(?:n't| not)? {_WE} {_ADVERB}(?:been )?(?:{_DONE}|in touch)",
        rf"{_WE} (?:have |has |had |did |(?:ha|have|did)n't |'ve )?{_ADVERB}(?:called|phoned|rang|rung|met|visited"
        rf"|served|trained|talked to|talked with|spoke to|spoke with|spoken to|spoken with|looked after|pitched|invited"
        rf"|hosted|saw|seen|loved|liked|knew|known)",
        rf"{_WHO} (?:have |has |had )?{_ADVERB}(?:met|visited|served|attended|rang|phoned|invited)",
        rf"{_WHO} (?:who |that )?(?:{_WE} )?{_ADVERB}{_FEEL} (?:us|me|them|our|it)",
        rf"{_WHO} (?:whom |that |who )?{_WE} {_ADVERB}{_FEEL}(?! to| more| about| how| if| whether| which)",
        rf"(?:is|are|was|were|been|being|got)(?:n't| not)? {_ADVERB}(?:(?:a|the|each|every|our) {_WHO} )?"
        r"(?:called|phoned|rung|met|visited|served|trained|invited|looked after)"
        r"(?=[ ?.!]*$| (?:by|within|in the last|since|before|after|this|last|yesterday|to|for))",
        rf"(?<!\bi )(?<!\bwe )(?<!\bhe )(?:was|were|been) {_ADVERB}(?:at|in|part of) {_BESIDE}{_EVENT}",
        rf"{_WHO} (?:are |is |be |will be |have |has )?{_ADVERB}(?:at|attend|attending|joining|join) {_BESIDE}{_EVENT}",
        rf"(?:came|went|been|turned up|showed up|comes|coming|goes|going) (?:to|for|at) {_BESIDE}{_EVENT}",
        rf"{_WHO} (?:come|go) to {_BESIDE}{_EVENT}",
        rf"(?:attended|joined|visited|missed|skipped) {_BESIDE}{_EVENT}",
        rf"{_WHO} (?:[\w ]+ )?((?:with|without|having) (?:(?:a|an|no|any|planned|scheduled|booked|upcoming|recent) )+"
        r"(?:meetings?|appointments?|visits?|calls?|workshops?|trainings?|demos?|events?|seminars?))",
        r"(?:had|has) (?:(?:a|an|no|any|our|the) )+(?:meetings?|appointments?|visits?|workshops?|trainings?|demos?"
        r"|seminars?)",
        r"(?:too|very|so|that|is|are) (?:too |very |so )?dear(?!,)",
    )
)


_OF_MYSELF = re.compile(r"\s*(?:i|we|i'm|i've|we're|we've|my \w+|she|he|they)\b", re.IGNORECASE)
_OF_CUSTOMERS = re.compile(rf"\b{_WHO}\b", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:how|what) (?:do|should|can|could|would|must|shall|might) (?:i|we|one|you) (?:best |then |actually )?"
    r"(?:talk|speak|say|tell (?:the|a|an|my|our|them|him|her)|approach|convince|persuade|react|respond|reply|write)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"^\W*(?:is|are|isn't|aren't) (?!there\b)[^,.;:]*\bfree(?: of charge)?\W*$", re.IGNORECASE)


def contact_said(question: str) -> str:
    """The words of a question that choose among customers by contact, by an event or by what somebody feels; empty
    where it says none."""
    plain = " ".join(question.replace("’", "'").split())
    for clause in re.split(r"(?<=[,.;:!?]) ", plain):
        if _OF_MYSELF.match(clause) and not _OF_CUSTOMERS.search(clause):
            continue
        found = [match for pattern in _CONDITIONS if (match := pattern.search(clause))]
        if found:
            first = min(found, key=lambda match: match.start())
            return first.group(first.lastindex or 0)
    return ""


def talk_said(question: str) -> str:
    """The words that ask how to talk with somebody (``what do I say``); empty where none do."""
    found = _TALK.search(question)
    return found.group() if found else ""


def price_asked(question: str) -> bool:
    """``Is the workshop free?``: what something costs, and of no customers."""
    return bool(_PRICE.match(question)) and not _OF_CUSTOMERS.search(question)
