"""Reads one question: which kind it is, about whom or what; a query, a question back, or what could not be read."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.offline.about_one import (
    Purpose,
    claims_to_be,
    owned_products,
    purpose,
    substitutes,
    unaccounted,
    unused,
    without_vague,
)
from assistant.offline.asked_of_one import asks_for_person, lists_asked, time_asked, who_is_asked
from assistant.offline.assemble import NO_PROPENSITY, Assembler, convention, implied_products
from assistant.offline.breakdowns import breaks_down, compares_groups, splits_column, tells_trend
from assistant.offline.changes import tells_change
from assistant.offline.choices import Workings, read_choice
from assistant.offline.compose import Composer
from assistant.offline.contact import Contact
from assistant.offline.conversation import ENGLISH, Context, conditions, told
from assistant.offline.correcting import corrected, unclear_no, without_contrast, without_rejection
from assistant.offline.disagreement import direction, without_words
from assistant.offline.draft import CONTENT, IGNORED, Draft
from assistant.offline.exceptions import takes_away
from assistant.offline.excluding import Excluding
from assistant.offline.followup import PLACES
from assistant.offline.language import Language, Piece, load_language, written_in
from assistant.offline.lettering import with_letters
from assistant.offline.lexicon import Lexicon, Sense, open_lexicon
from assistant.offline.lifting import idle_places, take_out
from assistant.offline.meanings import Meanings
from assistant.offline.moves import (
    IDLE,
    MOST_COMPARED,
    about_places,
    behind_new_start,
    places_of,
    read_move,
    says_last,
    says_place,
)
from assistant.offline.naming import (
    half_written,
    meant_by,
    name_spans,
    nobody_called,
    unknown_id,
    which_customer,
    without_possessive,
)
from assistant.offline.outcome import (
    EXAMPLES,
    WHAT_TO_KNOW,
    AskBack,
    Outcome,
    ReadCustomers,
    ReadData,
    ReadDefinition,
    ReadDisagreement,
    ReadQuery,
    Refuse,
)
from assistant.offline.pointing import asks_which, asks_who_they_are, counts_of_shown, counts_only, shows_all
from assistant.offline.pointing_back import owned_by_cohort, with_it_named
from assistant.offline.sentences import without_asides, without_indifference
from assistant.offline.sources import read_source
from assistant.offline.spans import Item, Span, cover
from assistant.offline.tokens import Token, phrase_key
from assistant.offline.translation import PLAIN, Translation, translate
from assistant.offline.written_dates import in_plain_dates, unclear_dates
from knowledge.messages import Text, Word, joined, sentences, text
from knowledge.text import fold
from scoring.availability import month_before
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.query import MODEL_SCORES, MONTH, CustomerSet, Filter, Measure, Query, ScoreSource, walk

if TYPE_CHECKING:
    from knowledge.index import Passages

LONGEST_QUESTION = 2_000
_ABOUT_ONE = ("explain", "compare_customers", "polar", "where")
_DEFINED = (
    "report",
    "score",
    "cluster",
    "band",
    "cell",
    "product",
    "family",
    "field",
    "cohort",
    "category",
    "owns",
    "signal",
    "edge",
    "whitespace",
    "vocabulary",
)
_HEADS = ("customers", "who", "count", "function", "share", "top", "superlative", "shortlist")
_DATA_WORDS = (
    "data",
    "noise",
    "mark",
    "define",
    "polar",
    "pronoun",
    "own",
    "unit",
    "agreements",
    "report",
    "when",
    "month",
    "customers",
    "what",
    "cohortword",
    "products",
)
_STRAY = ("future",)
_OWN_TOPIC = (
    "customers", "product", "family", "cluster", "band", "cell", "cohort", "category", "play", "value", "owns",
    "signal", "propensity", "report", "define", "absent", "vocabulary", "letters",
)  # fmt: skip
_AROUND_TERM = ("noise", "mark", "polar", "explain", "pronoun", "what", "define", "and", "or")
_WHO = ("who", "which customers", "whom", "whose")
_RELATIVE = ("that", "who", "which", "whose", "in", "from", "with", "without")
_ASKING = ("how", "which", "when", "where", "why")
CLEAR_MATCH = 0.5
CLEAR_PASSAGE = 0.45
_COLUMNS = ("column", "play")
_COMPOUND = 4  # letters of the last part of a compound
_OF_DATA = (
    "name", "value", "edge", "near", "superlative", "shortlist", "function", "order", "money", "expires",
)  # fmt: skip
NO_CONTACTS = text(
    "The reports hold companies and no people: names, phone numbers and mail addresses come from your CRM, matched by "
    "domain, name or customer id."
)
_MANY = {"them", "those", "these", "they"}
_IDLE = (Sense("noise"),)
_FIGURES = ("superlative", "count", "function", "share")
_COLUMN_KINDS = ("owns", "field", "cohort", "category", "score")
_ASKED_TO = ("please", "you", "can you", "could you", "would you", "then", "to", "now")
NOT_COMPARED = text(
    "I can compare customers by the reports' scores only, not by your own model's. "
    "Please ask for the own scores of one customer at a time."
)
VALUES_NAMED = 40
_TOLD_OF = ("has_copilot", "has_d365", "has_e5", "has_google", "has_aws")
_ARROW = re.compile(r"\s*(?:-+>|–>|=+>|→|➔|⇒)\s*(?![\s$€£]*\d)")  # "Evaluate -> Act Now", not "fit => 80"
_AND_SO_ON = re.compile(r"(?<=\w)([,、]\s*\w+)[,、]?\s*\.{3}[,、]?\s*(?=\w)")  # "A1, A2 ... ET10"


@dataclass(frozen=True)
class Reading:
    """How a question was read: what it comes to, its language, what each stretch was taken for (in English), for
    another language the pieces that the English was made of, and the question in English; and whether it openly goes on
    from the one before."""

    outcome: Outcome
    language: str = ENGLISH
    items: tuple[Item, ...] = ()
    pieces: tuple[Piece, ...] = ()
    english: str = ""
    follows: bool = False


Covered = tuple[list[Token], list[Item]]


class Reader:
    """Reads questions over one workspace. What stays the same between questions is made once."""

    def __init__(self, engine: Engine, passages: Callable[[], "Passages"], as_of: date) -> None:
        self.engine = engine
        self.passages = passages
        self._postpositions = False
        self.as_of = as_of
        self._half: tuple[tuple[str, tuple[str, ...]], AskBack | None] = (("", ()), None)
        self._named: tuple[tuple[str, tuple[tuple[int, int], ...]], list[Span]] = (("", ()), [])

    @cached_property
    def lexicon(self) -> Lexicon:
        return open_lexicon(self.engine)

    @cached_property
    def contact(self) -> Contact:
        """How contact with customers is spoken of."""
        return Contact(self.lexicon.patterns)

    @cached_property
    def meanings(self) -> Meanings:
        """What the words of the partner's vocabulary mean."""
        return Meanings(self.lexicon, self.engine, self.as_of, self.items_of)

    def items_of(self, text: str) -> list[Item]:
        """What a text is covered with, in English, whatever its language."""
        items = self._cover(text)[1]
        translation = self._translated(text, items, ENGLISH)
        return self._cover(translation.english, mend=False)[1] if translation else items

    def read(self, question: str, context: Context | None = None, language: str = ENGLISH) -> Reading:
        """What a question asks, in the light of the one before and of the language spoken so far."""
        context = context or Context()
        if len(question) > LONGEST_QUESTION:
            words = text(
                "The question is longer than {longest:,} characters. Please ask it in fewer words.",
                longest=LONGEST_QUESTION,
            )
            return Reading(Refuse(words), language)
        english, covered, translation = self._in_english(question, language)
        self._postpositions = translation is not None and translation.postpositions
        try:
            outcome, items = self._read_english(english, covered, context)
        finally:
            self._postpositions = False
        if not isinstance(outcome, Refuse):
            outcome = unclear_dates(english) or outcome
        follows = bool(items) and _goes_on(without_rejection(items, _dash_behind(english, covered)))
        if translation is None:
            return Reading(outcome, ENGLISH, tuple(items), follows=follows)
        slips = [(piece.text, piece.typo) for piece in translation.pieces if piece.typo]
        outcome = _with_notes(outcome, [_slip_note(*slip) for slip in slips])
        return Reading(outcome, translation.language, tuple(items), translation.pieces, english, follows)

    def choice(self, asked: AskBack, message: str, language: str) -> str | AskBack | None:
        """What a message picks of a question back: as :func:`~assistant.offline.choices.read_choice` says."""
        if len(message) > LONGEST_QUESTION:
            return None
        items = self._in_english(message, language)[1][1]
        return read_choice(asked, items, Workings(lambda text: self._cover(text)[1], self._meeting))

    def _meeting(self, items: Sequence[Item], customers: tuple[str, ...]) -> tuple[str, ...]:
        """Which of some customers meet the conditions that some items say."""
        among = Query(CustomerSet(filters=(Filter("customer", "in", customers),)))
        kept = [replace(item) for item in items if not item.has("yes", "correct")]
        outcome = self._compose(kept, among)
        if not isinstance(outcome, ReadQuery) or outcome.query.measure or outcome.query.group_by:
            return ()
        return self.engine.run(outcome.query).customers or ()

    def _in_english(self, question: str, language: str) -> tuple[str, Covered, Translation | None]:
        """A question in English with its items, and the translation where it is of another language."""
        question = _ARROW.sub(" turned into ", unicodedata.normalize("NFKC", question))
        question = _AND_SO_ON.sub(r"\1 to ", in_plain_dates(question))
        covered = self._cover(question)
        translation = self._translated(question, covered[1], language)
        if translation is None:
            return question, covered, None
        return translation.english, self._cover(translation.english, mend=False), translation

    def _cover(self, question: str, mend: bool = True) -> Covered:
        """Names are tried first, then the words alone."""
        tokens, items = cover(question, self.lexicon, lambda found: self._names(question, found), mend)
        if any(item.has("name") for item in items) and not self._keeps_names(items):
            tokens, items = cover(question, self.lexicon, lambda found: [], mend)
        return tokens, with_letters(question, tokens, items)

    def _translated(self, question: str, items: Sequence[Item], before: str) -> Translation | None:
        """The question in English where it is of another language: the one that leaves the fewest letters unread."""
        unread = sum(len(item.text) for item in items if item.unknown or item.typo)
        if not unread and before == ENGLISH:
            return None
        english = any(item.has(*PLAIN) for item in items)
        best: Translation | None = None
        for code in sorted(written_in(question), key=lambda code: (code != before, code)):
            language = load_language(code)
            if code != before and not _speaks(language, items):
                continue
            found = translate(question, language, self.lexicon, lambda tokens: self._names(question, tokens))
            stays = code == before and found.unknown == unread and (found.spoken or not english)
            if (found.unknown < unread and found.spoken) or stays:
                best, unread = found, found.unknown
                if not unread:
                    break
        return best

    def _read_english(self, question: str, covered: Covered, context: Context) -> tuple[Outcome, list[Item]]:
        """The outcome of an English question, and its items as the reading used them."""
        tokens, items = covered
        known, minded = without_indifference(items)
        kept, dropped = without_asides(known)
        dropped = " ".join(filter(None, (minded, dropped)))
        opened = _without_opening(kept)
        kept = without_rejection(opened, _dash_behind(question, covered))
        if len(kept) < len(opened) and context.query and self._follows(kept):
            kept = corrected(opened, kept)
        try:
            outcome = self._read(question, tokens, [replace(item) for item in kept], replace(context, unanswered=""))
            if context.unanswered and self._needs(question, (tokens, kept), outcome):
                outcome = self._unclear(question, context)
            elif context.unanswered and context.outcome is None and isinstance(outcome, ReadQuery) and _is_part(kept):
                outcome = self._nothing_before(context)
        except NotInData as error:
            outcome = Refuse(error.message, told=True)
        notes = [_slip_note(item.text, item.typo) for item in kept if item.typo]
        if dropped:
            notes.append(text("left out, as it asks for nothing: “{words}”", words=dropped))
        return _with_notes(outcome, notes), items

    def _needs(self, question: str, covered: Covered, outcome: Outcome) -> bool:
        """Whether a question is read otherwise where nothing was asked before."""
        tokens, items = covered
        if items and not _goes_on(items) and not self._follows(items):
            return False
        return self._read(question, tokens, [replace(item) for item in items], Context()) != outcome

    def _unclear(self, question: str, context: Context) -> AskBack:
        """A follow-up of a question that was not answered: is the one before that one meant?"""
        about = told(self.engine.catalog, context)
        words = text(
            "Your question “{question}” was not answered. Do you mean what we had before it?",
            question=context.unanswered,
        )
        return AskBack(words, (about,), (question,))

    @staticmethod
    def _nothing_before(context: Context) -> AskBack:
        """Part of a question, behind one that was not answered and nothing else."""
        words = text(
            "Your question “{question}” was not answered, so nothing can go on from it. Please ask it whole.",
            question=context.unanswered,
        )
        return AskBack(words)

    def _half_written(self, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> AskBack | None:
        """Whom unknown words may mean; of the same words it is found once."""
        strange = (question, tuple(item.text for item in items if item.unknown))
        if strange != self._half[0]:
            self._half = (strange, half_written(self.engine, question, tokens, items))
        return self._half[1]

    def _names(self, question: str, tokens: Sequence[Token]) -> list[Span]:
        """The customers' names in a question; the same stretches of it are looked up once."""
        asked = (question, tuple((token.start, token.end) for token in tokens))
        if asked != self._named[0]:
            self._named = (asked, name_spans(self.engine, self.lexicon, question, tokens))
        return self._named[1]

    def _read(self, question: str, tokens: Sequence[Token], items: list[Item], context: Context) -> Outcome:
        if not any(item.senses and not item.has("mark") for item in items):
            return self._unread(question, tokens, items)
        if (rest := behind_new_start(items)) is not None:
            return self._read(question, tokens, rest, Context())
        if context.query and self._follows(items):
            items = with_it_named(items, context.query, self.engine.catalog, lambda: self._owned_by_cohort)
        if move := read_move(items, context, self.engine.catalog):
            return self._best_first(move)
        if all(item.has("noise", "mark") for item in items):
            return AskBack(WHAT_TO_KNOW, EXAMPLES, EXAMPLES)
        contacts = any(item.has("contacts") for item in items) and not any(i.has("define", "how_to") for i in items)
        if contacts or asks_for_person(items):
            return Refuse(NO_CONTACTS, told=True)
        if untold := self._untold(question, items):
            return untold
        if any(item.has("name") for item in items):
            return self._read_customers(question, tokens, items, context)
        if context.defined and (term := _another_term(items)):
            return ReadDefinition((term,), term)
        return self._continued(items, context) or self._read_general(question, tokens, items, context)

    def _untold(self, question: str, items: Sequence[Item]) -> Outcome | None:
        """What no report tells: who was called or met, how to talk with somebody, what something costs."""
        if words := self.contact.talk_said(question):
            return self._in_playbook(question, items) or Refuse(cannot_say([words]))
        if self.contact.price_asked(question):
            free = next(item.text for item in reversed(items) if "free" in item.text.lower())
            return self._in_playbook(question, items) or Refuse(cannot_say([free]))
        words = self.contact.contact_said(question)
        own = [item.text.lower() for item in items if item.has("vocabulary")]
        if not words or any(word in words.lower() for word in own):
            return None
        return Refuse(
            text(
                "The reports do not say whom you met or served, nor what customers think: “{words}”.", words=Word(words)
            ),
            told=True,
        )

    # ---- one or several customers ---------------------------------------------------------------

    def _keeps_names(self, items: Sequence[Item]) -> bool:
        """Whether a stretch that is a name is meant as one: unless its words could all be conditions of a list."""
        names = [item for item in items if item.has("name")]
        rest = [item for item in items if not item.has("name")]
        if any(part.unknown for name in names for part in cover(name.text, self.lexicon, lambda t: [])[1]):
            return True
        if any(item.has(*_ABOUT_ONE) for item in rest) or not any(item.has("customers", "count") for item in rest):
            return True
        return all(name.text[:1].isupper() or name.text[:1].isdigit() for name in names)

    def _read_customers(self, question: str, tokens: Sequence[Token], items: list[Item], context: Context) -> Outcome:
        items = without_vague(items)
        names = [item for item in items if item.has("name")]
        for item in names:
            if several := meant_by(self.engine, item):
                placed = self._placed(items, tuple(customer.customer_id for customer in several))
                if len(placed) != 1:
                    return which_customer(question, tokens[item.start].start, without_possessive(item.text), several)
                item.senses = (Sense("name", placed, "one"),)
        if any(item.unknown or item.has(*_STRAY) for item in items):
            return self._unread(question, tokens, items)
        if timed := time_asked(items):
            if not any(item.has("agreements", "expires", "expired") or _is_agreement_date(item) for item in items):
                return Refuse(cannot_say([timed]))
            items = [item for item in items if not item.has("function", "count", "money")]
        if any(item.has("function", "consumption", "money") for item in items) or _counts_things(items):
            outcome = self._compose(items)
            if isinstance(outcome, ReadQuery):
                return outcome
            asked = [item.text for item in items if item.has("count", "function", "consumption", "money")]
            return Refuse(cannot_say([outcome.reason if isinstance(outcome, Refuse) else " … ".join(asked)]))
        if strange := _beside_names(items):
            return Refuse(cannot_say([strange]))
        customers = tuple(dict.fromkeys(item.senses[0].value[0] for item in names))
        if len(customers) == 1 and any(item.has("compare_customers") for item in items):
            customers = tuple(dict.fromkeys((*_pointed(items, context), *customers)))
            items = [item for item in items if not item.has("ordinal")]
        outcome = self._about(items, customers)
        someone = isinstance(outcome, ReadCustomers) and who_is_asked(items)
        return Refuse(NO_CONTACTS, told=True) if someone else outcome

    def _placed(self, items: Sequence[Item], customers: tuple[str, ...]) -> tuple[str, ...]:
        """Which of the customers that a name may mean are in the place that the question names."""
        places = [
            Filter(sense.field, "in", sense.value)
            for item in items
            for sense in item.senses
            if sense.kind == "value" and sense.field in PLACES and not item.has("name")
        ]
        if not places:
            return ()
        named = Filter("customer", "in", customers)
        met = [set(self.engine.run(Query(CustomerSet(filters=(named, place)))).customers or ()) for place in places]
        return tuple(customer for customer in customers if any(customer in each for each in met))

    def _about(self, items: list[Item], customers: tuple[str, ...], products: tuple[str, ...] = ()) -> Outcome:
        counted = any(item.has("count") for item in items)
        ranked = substitutes(items, self.engine.catalog)
        spoken = [item for at, item in enumerate(items) if at not in ranked]
        aspects = tuple(
            dict.fromkeys(a for item in spoken for a in _aspects(item) if counted or not _is_thing(item, a))
        )
        owned = owned_products(items) if len(customers) == 1 else None
        if owned is not None:
            flags = self._flags(owned)
            if not isinstance(flags, tuple):
                return flags
            aspects = tuple(dict.fromkeys((*aspects, *(f"field:{flag}" for flag in flags))))
        lists = lists_asked(items, self.engine.catalog) if len(customers) == 1 else ()
        aspects = tuple(dict.fromkeys((*aspects, *(f"field:{name}" for name in lists))))
        if lacking := self._lacking(aspects):
            return lacking
        times = self._times(items)
        if times.draft.question:
            return times.draft.question
        month = times.month
        named = tuple(dict.fromkeys(str(sense.value) for item in items if (sense := item.sense("product"))))
        for item, following in zip(items, [*items[1:], None], strict=True):
            if (family := item.sense("family")) and not (following and following.has("product")):
                named += tuple(self.engine.catalog.families[family.value].products)
        if unscored := self._unscored(named, month) or self._unheld(named, month, aspects):
            return unscored
        if unclear := self._unclear_cohort(items, ranked, named):
            return unclear
        named = tuple(dict.fromkeys((*named, *(ids[0] for ids in ranked.values() if len(ids) == 1))))
        compare = len(customers) > 1
        asked = Purpose() if self._stands_so(items, customers) else purpose(items, self.engine.catalog)
        open_items = [item for item in items if not self._is_true(item, customers)] if asked.aspects else items
        if asked.aspects and (words := unaccounted(open_items, asked)):
            return Refuse(cannot_say(words))
        check = None if compare or asked.aspects else self._claim(items, customers)
        since = "" if compare or asked.aspects else self._since(items, times)
        open_items = [item for item, timed in zip(items, times.draft.items, strict=True) if not (since and timed.used)]
        left = [] if check or asked.aspects else unused(open_items)
        left = [item for item in left if not (self._is_true(item, customers) or (since and item.has("months")))]
        if left:
            return Refuse(cannot_say([item.text for item in left]))
        source = self._source(items)
        propensity = bool(set(aspects) & set(MODEL_SCORES))
        negated = [item.text for item in items if item.has("neg")]
        if negated and (source or propensity) and not asked.aspects:
            return Refuse(cannot_say(negated))
        if propensity:
            if source == "report":
                return Refuse(NO_PROPENSITY, told=True)
            source = "model"
        if compare and times.since:
            return Refuse(cannot_say([item.text for item in items if item.has("since", "month", "monthly")]))
        if compare and source == "model" and not self.engine.by_model:
            return Refuse(NOT_COMPARED, told=True)
        return ReadCustomers(
            customers,
            named or asked.products or products,
            (*aspects, *asked.aspects),
            month,
            check,
            tuple(self._ranked_by(items[at].text, products) for at, products in ranked.items()),
            compare=compare,
            source=source,
            target=asked.target,
            since=since if source != "model" else "",
        )

    def _flags(self, things: Sequence[Item]) -> tuple[str, ...] | Refuse:
        """The columns that say whether a customer has some things, or of all that the data tells of where none is
        named."""
        catalog, available = self.engine.catalog, self.engine.availability
        if not things:
            owned = dict.fromkeys([*(product.owned for product in catalog.products.values()), *_TOLD_OF])
            told_of = tuple(name for name in owned if name in catalog.fields and available.holds(name))
            return told_of or Refuse(available.lacking(catalog.fields["has_m365"]), told=True)
        found: list[str] = []
        for item in things:
            flagged = [str(sense.value) for sense in item.senses if sense.kind == "owns"]
            product, family = item.sense("product"), item.sense("family")
            flagged += [catalog.products[str(product.value)].owned] if product else []
            flagged += [catalog.families[str(family.value)].owned] if family else []
            flags = [name for name in dict.fromkeys(filter(None, flagged)) if name in catalog.fields]
            held = [name for name in flags if available.holds(name)]
            if not flags:
                return Refuse(text("The reports do not say who has “{product}”.", product=Word(item.text)), told=True)
            found.append((held or flags)[0])
        return tuple(found)

    def _is_true(self, item: Item, customers: tuple[str, ...]) -> bool:
        """Whether a value of the data only says which customer is meant: "X in Oslo", where X is."""
        named = Filter("customer", "in", customers)
        values = [Filter(sense.field, "in", sense.value) for sense in item.senses if sense.kind == "value"]
        return any(
            self.engine.run(Query(CustomerSet(filters=(named, value)), Measure())).value == len(customers)
            for value in values
        )

    def _stands_so(self, items: Sequence[Item], customers: tuple[str, ...]) -> bool:
        """``how can X be Act Now with so little intent?``: why, where it is; else how it could become so."""
        claimed = claims_to_be(items)
        outcome = self._compose([replace(item) for item in claimed]) if claimed else None
        if not isinstance(outcome, ReadQuery) or not outcome.query.set.filters:
            return False
        among = Filter("customer", "in", customers)
        wanted = replace(outcome.query.set, filters=(*outcome.query.set.filters, among))
        return self.engine.run(Query(wanted, Measure())).value == len(customers)

    def _unclear_cohort(
        self, items: Sequence[Item], ranked: Mapping[int, tuple[str, ...]], named: Sequence[str]
    ) -> AskBack | None:
        """A word for cohorts of several products (``upsell``) names no product, unless one of them is named too."""
        for at, products in ranked.items():
            if len(products) > 1 and not set(products) & set(named):
                labels = tuple(self.engine.catalog.products[product].label for product in products)
                word = Word(items[at].text)
                return AskBack(text("“{word}” has no scores of its own. For which product?", word=word), labels)
        return None

    def _ranked_by(self, named: str, products: Sequence[str]) -> str:
        labels = joined(text(" or "), [self.engine.catalog.products[product].label for product in products])
        return text(
            "{word} has no scores of its own and is ranked by the {products} scores", word=Word(named), products=labels
        )

    def _source(self, items: Sequence[Item]) -> ScoreSource:
        draft = Draft([replace(item) for item in items], self.engine.catalog)
        read_source(draft)
        return draft.source

    def _lacking(self, aspects: Sequence[str]) -> Refuse | None:
        """A field is asked for that the data does not hold in any month."""
        available = self.engine.availability
        for name in (aspect.removeprefix("field:") for aspect in aspects if aspect.startswith("field:")):
            field = self.engine.catalog.fields[name]
            if field.level == "own" and not available.holds(name):
                return Refuse(available.lacking(field), told=True)
            if field.level == "customer" and not available.holds(name) and not available.of_own_data:
                months = ", ".join(available.months)
                words = text(
                    "The imported reports ({months}) hold no column “{column}”.", months=months, column=field.title
                )
                return Refuse(words, told=True)
        return None

    def _unscored(self, products: Sequence[str], month: str) -> Refuse | None:
        """Only products are asked about that no imported report of the month scores, nor own data."""
        available = self.engine.availability
        month = month or next(iter(available.months), "")
        if not products or available.of_own_data or set(products) & set(available.products(month)):
            return None
        if self.engine.by_model or self.engine.has_own():
            return None
        labels = ", ".join(self.engine.catalog.products[product].label for product in products)
        return Refuse(
            text("The reports of {month} hold no scores for {products}.", month=month, products=labels), told=True
        )

    def _unheld(self, products: Sequence[str], month: str, aspects: Sequence[str]) -> Refuse | None:
        """A score is asked for that the reports of a month do not have for any of the products."""
        available = self.engine.availability
        month = month or next(iter(available.months), "")
        for name in aspects:
            score = name in ("fit", "intent", "revenue", "signals") and products and not available.of_own_data
            if score and not any(available.has(month, name, product) for product in products):
                title = self.engine.catalog.product_fields[name].title.lower()
                labels = ", ".join(self.engine.catalog.products[product].label for product in products)
                words = text(
                    "The reports of {month} hold no {score} for {products}.", month=month, score=title, products=labels
                )
                return Refuse(words, told=True)
        return None

    def _times(self, items: list[Item]) -> Composer:
        """The months of the reports that are asked for; a question where a time is none of the reports."""
        composer = Composer([replace(item) for item in items], self.engine, self.as_of)
        composer.agreements = False
        composer.read_times()
        return composer

    def _since(self, items: Sequence[Item], times: Composer) -> str:
        """The earlier month of a change that is asked of one customer: the one that is named, else the one before."""
        months = self.engine.availability.months
        if times.since or not any(tells_change(item) or item.has("earlier") for item in items):
            return times.since
        newest = times.month or next(iter(months), "")
        return month_before(months, newest) if any(other < newest for other in months) else ""

    def _claim(self, items: list[Item], customers: tuple[str, ...]) -> Query | None:
        """The claim of a yes-or-no question as a query on the one customer; None where nothing is claimed."""
        spoken = [item for item in items if item.has("polar") or not item.has("mark", "noise")]
        why = [item for item in spoken[:1] if item.has("explain")] if any(i.has("vocabulary") for i in spoken) else []
        asked = bool(spoken) and (spoken[0].has("polar") or (spoken[-1].has("polar") and len(spoken[-1].senses) == 1))
        if not asked and not why:
            return None
        tag = [spoken[-1]] if not spoken[0].has("polar") and not why else []
        rest = [replace(item) for item in items if not item.has("name") and item not in (*tag, *why)]
        outcome = self._compose(rest)
        if not isinstance(outcome, ReadQuery) or not outcome.query.set.filters:
            return None
        wanted = outcome.query.set
        return Query(replace(wanted, filters=(*wanted.filters, Filter("customer", "in", customers))))

    # ---- conversation ---------------------------------------------------------------------------

    def _continued(self, items: list[Item], context: Context) -> Outcome | None:
        """A question about a customer that was just shown: ``why the second one?``, ``and its Surface cluster?``."""
        items = without_vague(items)
        if any(item.unknown for item in items):
            return None
        before = context.outcome
        listed = (context.product,) if context.product else ()
        products = (before.products if isinstance(before, ReadCustomers) else ()) or listed
        if context.customers and about_places(items):
            places = places_of(items, context)
            if not places and any(item.has("compare_customers") for item in items) and not _only_source(items):
                return self._compared(items, context, products)
            if places:
                return self._at_places(items, places, context, products)
        compares = isinstance(before, ReadCustomers) and before.compare
        pointing = any(item.has("pronoun", "it") for item in items) or items[0].has("and", "instead", "correct")
        pointing = pointing or _only_source(items) or (compares and any(item.has("comparative") for item in items))
        if len(context.customers) == 1 and _asks_of_it(items, context):
            return self._about(items, context.customers, products)
        many = len(context.customers) > 1 and any(_MANY & set(item.text.lower().split()) for item in items)
        pointing = pointing and not many
        if isinstance(before, ReadCustomers) and pointing and not any(item.has("customers", "who") for item in items):
            again = self._about(items, before.customers, before.products)
            if isinstance(again, Refuse) and not again.told and context.listed:
                return None  # "and in Sweden?": the list goes on that the customer is of
            if not isinstance(again, ReadCustomers):
                return again
            if _only_source(items):
                again = replace(again, aspects=before.aspects, target=before.target)
            return replace(again, compare=before.compare, source=again.source or before.source)
        return None

    def _at_places(
        self, items: list[Item], places: Sequence[int], context: Context, products: tuple[str, ...]
    ) -> Outcome:
        """What is asked of the customers at some places of the list; nothing else than of the one before."""
        size = len(context.customers)
        if any(not -size <= place < size for place in places):
            return AskBack(text("The list ends with number {count}. Which one do you mean?", count=size))
        customers = tuple(dict.fromkeys(context.customers[place] for place in places))
        before = context.outcome
        compared = any(item.has("compare_customers") for item in items)
        counted = ("number", "id", "tally") if compared or not any(map(says_place, items)) else ()
        rest = [item for item in items if not item.has("first", "top", *counted)]
        spoken = [item for item in rest if not says_place(item)]
        if isinstance(before, ReadCustomers) and not before.compare and all(item.has(*IDLE) for item in spoken):
            return replace(before, customers=customers, check=None)
        one = self._about([item for item in rest if item in spoken or not says_last(item)], customers, products)
        return replace(one, source=one.source or context.source) if isinstance(one, ReadCustomers) else one

    def _compared(self, items: list[Item], context: Context, products: tuple[str, ...]) -> Outcome | None:
        """``compare them``: the customers of a short list."""
        if not all(item.has(*IDLE, "compare_customers", "both", "whole", "number") for item in items):
            return None
        shown = context.customers
        numbers = [sense.value for item in items if (sense := item.sense("number")) and not item.has("stand_in")]
        if not 2 <= len(shown) <= MOST_COMPARED or any(number != len(shown) for number in numbers):
            return AskBack(
                text(
                    "Which of the {count} customers shall I compare? Name two, such as: the first two.",
                    count=len(shown),
                )
            )
        return self._about([item for item in items if not item.has("number")], shown, products)

    def _best_first(self, outcome: Outcome) -> Outcome:
        """A list that has no order of its own, in the usual one."""
        if not isinstance(outcome, ReadQuery) or outcome.query.measure or outcome.query.group_by:
            return outcome
        order = outcome.query.order or convention(self.engine.catalog, outcome.query)
        return replace(outcome, query=replace(outcome.query, order=order))

    def _follows(self, items: Sequence[Item]) -> bool:
        """Whether a question needs the one before: it points back, turns or narrows it, or has no head of its own."""
        if not items:
            return True
        head = next(
            (place for place, item in enumerate(items) if item.has("customers", "who", "shortlist")), len(items)
        )
        pointing = any(item.has("pronoun") and not item.has("noise") for item in items[:head]) or _partitive(items)
        pointing = pointing or asks_who_they_are(items[head + 1 :])
        opening = items[0].has("and", "instead", "narrow", "correct", "widen") and not items[0].has("who")
        opening = (opening or takes_away(items)) and not _excepts_first(items)
        own = any(item.has(*_OWN_TOPIC) or (item.has("data") and not item.has("noise")) for item in items)
        own = own or self._names_customers(items[0]) or shows_all(items)
        whole = _has_head(items) or _who_is_there(items) or any(self._is_head(item) for item in items)
        whole = whole or shows_all(items)
        return pointing or opening or asks_which(items) or counts_only(items) or not own or not whole

    def _names_customers(self, item: Item) -> bool:
        """``which customers``, unlike "who"."""
        last = phrase_key(item.text)[-1:] if item.has("who") else ()
        return any(sense.kind == "customers" for sense in self.lexicon.senses(last))

    def _is_head(self, item: Item) -> bool:
        """What a question is about: "key accounts", where the partner speaks of them."""
        last = phrase_key(item.text)[-1:] if item.has("vocabulary") else ()
        return any(sense.kind == "customers" for sense in self.lexicon.senses(last))

    # ---- everything else ------------------------------------------------------------------------

    def _read_general(self, question: str, tokens: Sequence[Token], items: list[Item], context: Context) -> Outcome:
        if nobody := unknown_id(items):
            return Refuse(nobody, told=True)
        owned = [item for item in items if item.unknown and without_possessive(item.text) != item.text]
        if owned and (asked := self._half_written(question, tokens, items)):
            return asked
        if context.query and self._follows(items):
            items = without_contrast(items, context.query, self.engine.catalog)
            if unclear := unclear_no(items, context.query, self.engine.catalog):
                return unclear
        if taken := self._taken_out(items, context):
            return taken
        if special := self._act(items) or self._data(items):
            return special
        if not _names_group(items, context) and (defined := self._definition(question, items)):
            return defined
        if not any(item.unknown or item.has(*_STRAY) for item in items):
            disagreement = self._disagreement(items, context)
            if disagreement:
                return disagreement
        if any(item.unknown or item.has(*_STRAY) for item in items):
            why = any(item.has("explain") and len(item.senses) == 1 for item in items)
            named = self._half_written(question, tokens, items) if why else None
            return (
                named
                or self._term(question, items)
                or self._passage(question, items)
                or self._in_playbook(question, items)
                or self._unread(question, tokens, items)
            )
        for place, item in enumerate(items):
            if item.has("absent") and not item.has(*IGNORED, *CONTENT):
                return self._absent(item)
            if version := self._version(items, place, question, tokens):
                return version
        if _asks_about_nobody(items):
            return AskBack(text("Which customer do you mean? I found no customer's name in the question."))
        follows = self._follows(items)
        before = context.outcome
        if any(item.has("compare_customers") for item in items[:2]) and not compares_groups(items):
            return AskBack(text("Which customers shall I compare? Please name two."))
        if follows and before is None and _points_back(items):
            return AskBack(text("Which customers do you mean? There is no earlier list in this conversation."))
        bare = not any(item.has(*_HEADS) for item in items) and not _is_told_of(items, 0)
        if before is None and items[0].has("narrow") and bare:
            return AskBack(text("Narrow which list? There is no earlier one in this conversation."))
        if before is None and _only_source(items):
            return AskBack(text("What would you like to know by those scores? There is no earlier question to repeat."))
        follows = follows or (context.lists and counts_of_shown(items))
        previous = context.query if follows else None
        outcome = self._compose(items, previous, context.customers) if previous else self._alone(items, context.query)
        unread = isinstance(outcome, Refuse) or (isinstance(outcome, AskBack) and not outcome.rewritten)
        if unread and (passage := self._passage(question, items)):
            return passage
        if isinstance(outcome, Refuse) and not outcome.told:
            unused = next((item for item in items if item.has("absent") and not item.used), None)
            if unused is not None and unused.text in outcome.reason:
                return self._absent(unused)
            return Refuse(cannot_say([outcome.reason]))
        return outcome

    @cached_property
    def _owned_by_cohort(self) -> dict[str, set[str]]:
        return owned_by_cohort(self.lexicon.phrases)

    def _taken_out(self, items: list[Item], context: Context) -> Outcome | None:
        """The question before without conditions that this one takes out; None where it takes out none."""
        before = context.query
        if before is None or any(item.unknown for item in items):
            return None
        lifted = take_out(items, before, self.engine.catalog)
        left = _left(items, lifted.places)
        if not lifted.places or not self._follows(left):
            return None
        if lifted.missing:
            asked = joined(text(", "), [text("“{word}”", word=Word(word)) for word in lifted.missing])
            held = told(self.engine.catalog, context)
            return AskBack(
                text(
                    "There is no condition on {words} to take out. The conditions are: {held}.", words=asked, held=held
                )
            )
        outcome = self._compose(left, lifted.query, context.customers)
        if isinstance(outcome, ReadQuery) and lifted.lost:
            words = text("taken out: {conditions}", conditions=conditions(self.engine.catalog, lifted.lost))
            return replace(outcome, assumptions=(*outcome.assumptions, words))
        return outcome

    def _alone(self, items: list[Item], before: Query | None) -> Outcome:
        """A question that follows none; where it could have, the answer says that it was read as a new one."""
        outcome = self._compose(_left(items, idle_places(items)))
        things = any(item.has("product", "family", "cluster", "cohort", "category", "play", "report") for item in items)
        if (
            before
            and before.set.filters
            and isinstance(outcome, ReadQuery)
            and (not things or _leaves_open_whom(items))
        ):
            words = text("read as a new question: nothing kept from before")
            return replace(outcome, assumptions=(*outcome.assumptions, words))
        return outcome

    def _compose(self, items: list[Item], previous: Query | None = None, shown: tuple[str, ...] = ()) -> Outcome:
        if self._postpositions:  # the rules of the order of words say what an exception reaches
            tried = [replace(item) for item in items]
            outcome = self._plain(tried, previous, shown)
            if isinstance(outcome, ReadQuery):
                for item, one in zip(items, tried, strict=True):
                    item.used, item.senses = one.used, one.senses
                return outcome
        excluding = Excluding(items, lambda rest: self._plain(rest, previous, shown), self._composer)
        return excluding.outcome() or self._plain(items, previous, shown)

    def _plain(self, items: list[Item], previous: Query | None, shown: tuple[str, ...]) -> Outcome:
        composer = self._composer(items)
        filters = previous.set.filters if previous else ()
        composer.dated = any(item.field == "agreement_end" for item in filters)
        scored = (product for item in walk(filters) for product in item.products)
        composer.draft.spoken = frozenset((*implied_products(self.engine.catalog, filters), *scored))
        composer.monthly = composer.monthly or (previous is not None and MONTH in previous.group_by)
        return Assembler(composer.compose(), previous, shown).outcome()

    def _composer(self, items: list[Item]) -> Composer:
        return Composer(items, self.engine, self.as_of, self.meanings)

    def _disagreement(self, items: list[Item], context: Context) -> Outcome | None:
        """Where own scores and the reports' part; None where nothing of the kind is asked."""
        before = context.outcome if isinstance(context.outcome, ReadDisagreement) else None
        side = direction(items)
        if side is None and not (before and self._follows(items)):
            return None
        reading = self._composer(without_words(items)).compose()
        outcome = Assembler(reading).disagreement(side or "", before if side is None else None)
        return Refuse(cannot_say([outcome.reason])) if isinstance(outcome, Refuse) else outcome

    def _version(self, items: Sequence[Item], place: int, question: str, tokens: Sequence[Token]) -> Refuse | None:
        """``Windows Server 2016`` where only other versions are installed anywhere: a number behind a technology."""
        following = items[place + 1 : place + 3]
        fields = [sense.field for sense in items[place].senses if sense.kind == "value"]
        known = self.engine.catalog.fields
        own = [name for name in fields if known[name].level == "own" and known[name].kind == "list"]
        if not own or not following or following[0].start != items[place].end or not following[0].text[:1].isdigit():
            return None
        if len(following) > 1 and (following[1].has("field", "unit", "share", "after") or following[1].text == "+"):
            return None
        written = question[tokens[items[place].start].start : tokens[following[0].end - 1].end]
        return self._nobody_has(own[0], written)

    def _act(self, items: Sequence[Item]) -> Refuse | None:
        """``mail the list to my manager``: a request to do what no assistant that only answers does."""
        spoken = [item for item in items if not item.has("mark")]
        for at, item in enumerate(spoken):
            before = spoken[at - 1] if at else None
            told = before is None or before.has("and", "polar") or before.text.lower() in _ASKED_TO
            if item.has("act") and told and not (at + 1 < len(spoken) and spoken[at + 1].text.lower() in ("me", "us")):
                return Refuse(_only_answers(item.text), told=True)
            if not item.has("noise") or item.has("act"):
                break
        return None

    def _passage(self, question: str, items: Sequence[Item]) -> ReadDefinition | None:
        """A question that is no query, but that the text of a definition answers."""
        counts = any(item.has("count") and not item.has("noise") for item in items)
        if counts or any(item.has(*_OF_DATA) or _is_quantity(item) for item in items):
            return None
        if tells_trend(items) or breaks_down(items):
            return None
        if not any(self._is_asking(item) for item in items) or _asks_who(items):
            return None
        found = self.passages().search(question, limit=1, mode="words")
        if not found or found[0].score < CLEAR_PASSAGE or found[0].id.partition(".")[0] in _COLUMNS:
            return None
        return ReadDefinition((), question) if self._is_told(found[0].id, items) else None

    def _in_playbook(self, question: str, items: Sequence[Item]) -> ReadDefinition | None:
        """A question with words that no list has, all of which a passage of the partner's own playbooks says."""
        asks = any(self._is_asking(item) or item.has("where") for item in items)
        if not asks or any(item.has("count") and not item.has("noise") for item in items):
            return None
        found = self.passages().clear(question, mode="words")[:1]
        told = [it for it in found if it.section == "playbook" and self._is_told(it.id, items)]
        return ReadDefinition((), question) if told else None

    def _is_told(self, passage: str, items: Sequence[Item]) -> bool:
        """Whether a passage says the words that no list has."""
        return not self.passages().lacks(passage, " ".join(item.text for item in items if item.unknown))

    def _is_asking(self, item: Item) -> bool:
        return item.has("what", "explain", "define", "who", "polar", "compare_customers", "how_to") or (
            (item.text.lower().split() or [""])[0] in (*_ASKING, "name", "list", "is", "can", "if", "must", "can't")
        )

    def _definition(self, question: str, items: list[Item]) -> ReadDefinition | None:
        """A question for the meaning of terms, or for how something is done or counted."""
        terms = tuple(item.text for item in items if item.has(*_DEFINED))
        if _bare_term(items) or _equation(items) or _asks_for_band(items):
            return ReadDefinition(terms, question)
        if any(item.has("define") for item in items) and not self._wants_customers(items):
            return ReadDefinition(terms, question)
        if any(item.has("next_workload") for item in items) and all(
            item.has("next_workload", *_AROUND_TERM) for item in items
        ):
            term = next(item.text for item in items if item.has("next_workload"))
            return ReadDefinition((term,), term)
        asks = any(item.has("what", "explain") for item in items) and not items[0].has("who")
        idle = ("noise", "mark", "polar", "explain", "pronoun", "what", "and", "or", "cellword")
        content = [item for item in items if not item.has(*idle)]
        in_it = bool(content) and all(item.has("report") for item in content)
        pointing = any(item.has("pronoun") for item in items) and not in_it
        if asks and not pointing and 0 < len(content) <= 2 and all(item.has(*_DEFINED) for item in content):
            return ReadDefinition(terms, question)
        return None

    def _term(self, question: str, items: Sequence[Item]) -> ReadDefinition | None:
        """A question with words that no list has, which a definition answers: by its name, or clearly by its words."""
        if any(
            item.has("customers", "count", "value", "number", "name") or item.text.lower() in _WHO for item in items
        ):
            return None
        content = [place for place, item in enumerate(items) if not item.has(*_AROUND_TERM)]
        if content:
            term = " ".join(item.text for item in items[content[0] : content[-1] + 1])
            if self.passages().definitions.lookup(term):
                return ReadDefinition((term,), term)
        asks = any(item.has("what", "explain", "define", "who") or item.text.lower() in _ASKING for item in items)
        found = self.passages().search(question, limit=1, mode="words") if asks else []
        clear = bool(found) and found[0].score >= CLEAR_MATCH and self._is_told(found[0].id, items)
        return ReadDefinition((), question) if clear else None

    def _absent(self, item: Item) -> Refuse:
        """A value that is known, but that no customer has."""
        return self._nobody_has(next(sense.field for sense in item.senses if sense.kind == "absent"), item.text)

    def _nobody_has(self, name: str, value: str) -> Refuse:
        field = self.engine.catalog.fields[name]
        present = self.engine.distinct_values(VALUES_NAMED).get(name, ())
        if field.level == "own" and not present:
            unknown = text("I cannot tell who has “{value}”.", value=Word(value))
            return Refuse(sentences((unknown, self.engine.availability.lacking(field))), told=True)
        parts = [text("No customer has the {field} “{value}”.", field=field.title.lower(), value=Word(value))]
        values = ", ".join(present)
        if present and field.level == "own":
            parts.append(text("The data holds: {values}.", values=values))
        elif present:
            parts.append(text("The reports hold: {values}.", values=values))
        return Refuse(sentences(parts))

    def _wants_customers(self, items: list[Item]) -> bool:
        """Whether words that may ask for a meaning stand in a question for customers or figures."""
        if items[0].has("count"):
            return True
        define = next((at for at, item in enumerate(items) if item.has("define")), len(items))
        if any(item.has("adds_up") for item in items):
            items[define : define + 1] = [replace(item, senses=_IDLE) for item in items[define : define + 1]]
            return True
        figures = [at for at, item in enumerate(items) if item.has(*_FIGURES) and not item.has("noise", "define")]
        if figures and (figures[0] < define or any(item.text in ":?!." for item in items[define : figures[0]])):
            items[define : define + 1] = [replace(item, senses=_IDLE) for item in items[define : define + 1]]
            return True
        if any(item.has("define") and len(item.senses) == 1 for item in items):
            return False
        return any(item.has("customers", "count", "function", "share", "superlative", "shortlist") for item in items)

    def _data(self, items: list[Item]) -> ReadData | None:
        """A question for what is imported."""
        if any(item.has("which_report") for item in items) and (columns := _columns_named(items)):
            return ReadData(columns=columns)
        if not any(item.has("data") for item in items) or any(item.has("define") for item in items):
            return None
        content = [item for item in items if not item.has(*_DATA_WORDS)]
        if any(not item.has("field") for item in content) or len(content) > 1:
            return None
        things = [item.text.lower() for item in items if item.has("cohortword", "products")]
        if content:
            return ReadData(str(next(sense.value for item in content if (sense := item.sense("field")))))
        return ReadData(things[0] if things else "")

    def _unread(self, question: str, tokens: Sequence[Token], items: Sequence[Item]) -> Outcome:
        """Words that nothing accounts for: perhaps the beginning or a slip of a customer's name, else named."""
        asked = self._half_written(question, tokens, items)
        if asked:
            return asked
        words = _strange_words(question, tokens, items)
        if nobody := nobody_called(self.engine, question, tokens, items):
            return Refuse(joined(" ", (cannot_say(words), nobody)), told=True)
        return Refuse(cannot_say(words or [question.strip() or text("(nothing)")]))


def _speaks(language: Language, items: Sequence[Item]) -> bool:
    """Whether a word that English does not have is one of a language, or ends with one as compounds do; words in other
    letters may be any."""
    words = [fold(word) for item in items if item.unknown or item.typo for word in item.text.split()]
    if not all("a" <= word[:1] <= "z" for word in words):
        return True
    ends = (word[at:] for word in words for at in range(max(1, len(word) - _COMPOUND + 1)))
    return any(end in language.spellings for end in ends)


def _strange_words(question: str, tokens: Sequence[Token], items: Sequence[Item]) -> list[str]:
    """The words that nothing accounts for; letters that stand together are one word."""
    runs: list[tuple[int, int]] = []
    for item in items:
        if item.unknown or item.has(*_STRAY):
            start, end = tokens[item.start].start, tokens[item.end - 1].end
            joins = bool(runs) and runs[-1][1] == start
            runs[-1:] = [(runs[-1][0], end)] if joins else [*runs[-1:], (start, end)]
    return [question[start:end] for start, end in runs]


def _only_answers(act: str) -> str:
    return text(
        "I only answer, I cannot “{act}” anything. Ask for the list, then save it with ascent export, "
        "and send it yourself.",
        act=Word(act),
    )


def _slip_note(written: str, read: str) -> str:
    return text("read “{written}” as “{read}”", written=written, read=read)


def _with_notes(outcome: Outcome, notes: Sequence[str]) -> Outcome:
    if not isinstance(outcome, ReadQuery) or not notes:
        return outcome
    return replace(outcome, assumptions=(*outcome.assumptions, *notes))


def _columns_named(items: Sequence[Item]) -> tuple[str, ...]:
    """The fields, cohorts and scores that a question for a report names; none where it asks for more than that."""
    asked = (
        "which_report",
        "data",
        "noise",
        "mark",
        "cohortword",
        "customers",
        "own",
        "polar",
        "verb",
        "what",
        "pronoun",
    )
    content = [item for item in items if not item.has(*asked) or item.has(*_COLUMN_KINDS)]
    senses = [sense for item in content for sense in item.senses if sense.kind in _COLUMN_KINDS]
    if any(not item.has(*_COLUMN_KINDS, "product", "number") for item in content):
        return ()
    owned = [str(sense.value) for sense in senses if sense.kind == "owns"]
    flagged = any(item.has("own") for item in items)
    return tuple(dict.fromkeys(owned if owned and flagged else [str(sense.value) for sense in senses]))


def _is_quantity(item: Item) -> bool:
    """A number that is no year."""
    sense = item.sense("number")
    return sense is not None and not item.has("noise") and not 2000 <= sense.value <= 2100


def _equation(items: Sequence[Item]) -> bool:
    """``very small = how many employees``: the meaning of what stands before the sign."""
    sign = next((at for at, item in enumerate(items) if item.text == "="), 0)
    behind = items[sign + 1 :]
    return 0 < sign <= 2 and all(
        item.has("mark", "count", "what", "field", "noise", "unit", "customers") for item in behind
    )


def _asks_for_band(items: Sequence[Item]) -> bool:
    """``a fit of 74.6, is that High or Medium?``: of no customers."""
    others = ("customers", "who", "count", "product", "value", "name", "group", "top")
    asked = all(any(item.has(kind) for item in items) for kind in ("score", "number", "band", "polar"))
    return asked and not any(item.has(*others) and not item.has("band", "noise") for item in items)


def _asks_who(items: Sequence[Item]) -> bool:
    """``who sits in E5 for BC``: customers of a product, a cluster or a cohort are asked for."""
    things = ("product", "cluster", "cell", "cohort", "category", "owns", "family", "signal", "detail")
    return any(item.has("who", "customers") for item in items) and any(item.has(*things) for item in items)


def _left(items: Sequence[Item], places: Collection[int]) -> list[Item]:
    """The items but those at some places."""
    return [item for place, item in enumerate(items) if place not in places]


def _goes_on(items: Sequence[Item]) -> bool:
    """Whether a message openly points back or opens as a follow-up does."""
    opening = items[0].has("and", "instead", "narrow", "correct", "widen") and not items[0].has("who")
    moves = ("back", "again", "step", "ordinal")
    return opening or any(item.has(*moves) or (item.has("pronoun") and not item.has("noise")) for item in items)


def _is_part(items: Sequence[Item]) -> bool:
    """``now for France only``, ``and the Evaluate ones``, ``France``: no whole question, but part of one before."""
    places = all(item.has("value", "noise", "mark", "narrow") for item in items)
    return not _has_head(items) and (_goes_on(items) or places)


def _beside_names(items: Sequence[Item]) -> str:
    """``customers except X``, ``bigger than X``, ``same industry as X``: what is asked of other customers."""
    others = any(item.has("customers", "who") for item in items)
    for at, item in enumerate(items):
        before = at - 1
        while before >= 0 and items[before].has("noise") and items[before].text.lower() not in ("like", "as"):
            before -= 1
        if not item.has("name") or before < 0:
            continue
        word = items[before].text.lower()
        excepted = others and items[before].has("neg", "near") and not items[before].has("polar")
        same = word == "as" and any("same" in other.text.lower().split() for other in items[:before])
        if excepted or same or (others and word == "like") or word.endswith(" than"):
            return items[before].text
    return ""


def _asks_of_it(items: Sequence[Item], context: Context) -> bool:
    """``what cluster is it in?`` of the one customer that a list held."""
    asks = any(item.has("score", "field", "explain", "where") for item in items)
    return (
        context.lists
        and asks
        and any(item.has("it") for item in items)
        and not any(item.has("who", "customers", "name") for item in items)
    )


def _aspects(item: Item) -> list[str]:
    """What of a customer an item asks for."""
    found = []
    for sense in item.senses:
        if sense.kind == "score":
            found.append(str(sense.value))
        elif sense.kind in ("field", "owns"):
            found.append(f"field:{sense.value}")
        elif sense.kind in ("cohort", "category", "cohortword"):
            found.append("cohorts")
        elif sense.kind == "comparative" and sense.value != "score":
            found.append(f"field:{sense.value}")
        elif sense.kind == "where":
            found.append("field:city")
        elif sense.kind in ("agreements", "expires"):
            found.append("agreements")
    return found


def _is_thing(item: Item, aspect: str) -> bool:
    """Whether an item that also names a field only names a product (``Surface devices``)."""
    return aspect.startswith("field:") and item.has("product")


def _is_agreement_date(item: Item) -> bool:
    return any(sense.kind == "field" and sense.value == "agreement_end" for sense in item.senses)


def _only_source(items: Sequence[Item]) -> bool:
    """``and by our own model?``: nothing but whose scores are meant."""
    kinds = ("source", "governs", "noise", "and", "mark", "instead", "what", "by")
    return any(item.has("source") for item in items) and all(item.has(*kinds) for item in items)


def _counts_things(items: Sequence[Item]) -> bool:
    """``how many agreements has ...``: a count that is no column of the customer (``how many employees``)."""
    places = [place for place, item in enumerate(items) if item.has("count")]
    return bool(places) and not any(item.has("field", "cohortword") for item in items[places[0] : places[0] + 3])


def _pointed(items: Sequence[Item], context: Context) -> tuple[str, ...]:
    """The customers that a comparison with a named one means: "it", "the first one"."""
    size = len(context.customers)
    if places := [place for place in places_of(items, context) if -size <= place < size]:
        return tuple(context.customers[place] for place in places)
    before = context.outcome
    pointing = any(item.has("pronoun", "it") for item in items)
    return before.customers if pointing and isinstance(before, ReadCustomers) else ()


def _another_term(items: Sequence[Item]) -> str:
    """``and Evaluate?`` after the meaning of a term was asked for: the other term."""
    rest = [item for item in items if not item.has("noise", "mark", "and", "instead", "what")]
    defined = ("cluster", "band", "cell", "score", "cohort", "category")
    return rest[0].text if len(rest) == 1 and rest[0].has(*defined) and not rest[0].has("product") else ""


def _partitive(items: Sequence[Item]) -> bool:
    """``who of them``, ``who among those``, ``of the first two``: a part of what was shown."""
    few = any(
        of.has("partitive") and first.has("first") and number.has("number")
        for of, first, number in zip(items, items[1:], items[2:], strict=False)
    )
    return few or any(
        item.has("pronoun")
        and item.text.lower().split()[-1] in ("them", "those", "these")
        and ("of" in item.text.lower().split() or (place and items[place - 1].text.lower() in ("of", "among")))
        for place, item in enumerate(items)
    )


def _has_head(items: Sequence[Item]) -> bool:
    """Whether a question says whom it is about; "how many per industry" does not."""
    heads = [item for item in items if item.has(*_HEADS)]
    counts = bool(heads) and all(item.has("count") for item in heads)
    whole = any(item.has("cluster", "band", "cohort", "category", "play", "propensity") for item in items)
    return bool(heads) and (whole or not counts or any(item.has("own", "agreements", "report") for item in items))


def _who_is_there(items: Sequence[Item]) -> bool:
    """``who is Act Now for Surface?``: a whole question, unlike "who is in Norway?"."""
    asks = items[0].text.lower().startswith(("who", "which")) and not any(item.has("widen") for item in items)
    member = any(item.has("cohort", "category", "play") for item in items)
    scored = any(item.has("cluster", "band", "cell", "propensity") for item in items)
    return asks and (member or (scored and any(item.has("product") for item in items)))


def _excepts_first(items: Sequence[Item]) -> bool:
    """``without retail, which customers are Act Now for M365?``: a whole question behind its exception."""
    at = next((at for at, item in enumerate(items) if item.has("mark") and item.text in ",:.;"), len(items))
    behind = items[at + 1 :]
    whole = any(item.has("cluster", "band", "cohort", "category", "play", "propensity") for item in behind)
    return items[0].has("neg", "lack") and whole and _has_head(behind)


def _leaves_open_whom(items: Sequence[Item]) -> bool:
    """``who is Act Now for Surface?``, ``how many have M365?``: of all, though it could be of those before."""
    return counts_of_shown(items) or (items[0].text.lower().startswith("who") and _who_is_there(items))


def _points_back(items: Sequence[Item]) -> bool:
    """Whether a pronoun points at an earlier answer: nothing of the same question stands before it that it could mean
    (unlike "the cohort, whatever cluster they are in"), nor says behind it who is meant ("of those in Sweden")."""
    grouped = False
    for place, item in enumerate(items):
        grouped = grouped or item.has(
            "product", "cluster", "cohort", "category", "value", "owns", "agreements", "field"
        )
        if item.has("pronoun") and not item.has("noise") and not grouped and not _is_told_of(items, place):
            return True
    return False


def _is_told_of(items: Sequence[Item], place: int) -> bool:
    """``those that entered Act Now``, ``I want to ring them: customers that ...``: what follows says who is meant."""
    following = items[place + 1] if place + 1 < len(items) else None
    related = following is not None and (following.text.lower().split() or [""])[0] in _RELATIVE
    named = any(item.has("mark") and item.text == ":" for item in items[place:])
    return related or (named and any(item.has("customers", "name") for item in items[place:]))


def _asks_about_nobody(items: Sequence[Item]) -> bool:
    """``why is 9999999 Act Now?``: an explanation is asked for, but of no customer."""
    words = ("explain", "noise", "mark", "number", "ordinal", "first", "pronoun", "and")
    things = ("product", "cluster", "family", "score", "band", "cell")
    about = ("explain", "drivers", "moves", "why_not")
    split = any(splits_column(items, place) for place in range(len(items)))
    asked = any(item.has(*about) for item in items) and not split
    return asked and all(item.has(*words, *about, *things) for item in items)


def _bare_term(items: Sequence[Item]) -> bool:
    """``N9?``, ``D365BC = ?``: nothing but one term."""
    terms = [item for item in items if item.has("cell", "score", "cluster", "band", "model", "product", "cohort")]
    rest = [item for item in items if item not in terms]
    equals = any(item.text == "=" for item in rest)
    asked = bool(terms) and (equals or not terms[0].has("product", "cohort"))
    return len(terms) == 1 and asked and all(item.has("mark", "compare") and item.text in "=?.!" for item in rest)


def _names_group(items: Sequence[Item], context: Context) -> bool:
    """``A2`` after the matrix: nothing but the name of one of the groups that were shown."""
    shown = {part.casefold() for key in context.groups for part in key.split(" | ")}
    term = next((item.text.casefold() for item in items if not item.has("mark")), "")
    return _bare_term(items) and term in shown


def _dash_behind(question: str, covered: Covered) -> bool:
    """Whether a dash stands behind the first words: ``no - Act Now``."""
    tokens, items = covered
    between = question[tokens[items[0].end - 1].end : tokens[items[1].start].start] if len(items) > 1 else ""
    return bool(between.strip()) and between.strip()[0] in "-–—"


def _without_opening(items: list[Item]) -> list[Item]:
    """``no, I meant Norway`` is no condition, and ``add Norway`` no change since last month."""
    if len(items) > 2 and items[0].has("lack") and items[1].has("mark") and items[2].has("correct", "instead"):
        items = items[2:]
    if items and items[0].has("widen") and items[0].has("change"):
        kept = tuple(sense for sense in items[0].senses if sense.kind != "change")
        items = [replace(items[0], senses=kept), *items[1:]]
    return items


def cannot_say(words: Sequence[str]) -> str:
    """The refusal that names the words nothing was made of."""
    quoted = [text("“{word}”", word=word if isinstance(word, Text) else Word(word)) for word in words]
    return text(
        "I cannot answer this from the reports: I do not know what to make of {words}.",
        words=joined(text(", "), quoted),
    )
