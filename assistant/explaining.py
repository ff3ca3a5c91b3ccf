"""Says what the reports hold of one customer, or of several side by side: only what was asked, figures first."""

from collections.abc import Iterator, Sequence

from assistant.render import NO, YES, amount, clean, number, shorten, table
from knowledge.catalog import Catalog
from knowledge.messages import fixed, joined, made, sentences, text
from scoring.explain import AgreementFacts, CustomerFacts, ProductFacts

LONGEST = 1_450
_PLACE = ("city", "state", "country")


def explain_text(catalog: Catalog, facts: CustomerFacts, products: Sequence[str], aspects: Sequence[str]) -> str:
    """One customer: the products asked for (all of them in a table where none was), and the aspects asked for."""
    known = [facts.scores[product] for product in products if product in facts.scores]
    missing = [catalog.products[product].label for product in products if product not in facts.scores]
    parts = [_head(facts)]
    if known:
        parts += [product_text(catalog, item) for item in known]
    elif not any(_is_plain(aspect) for aspect in aspects):
        parts.append(_score_table(catalog, facts))
    if missing and not known:
        parts.append(
            text("{place} hold no scores for {products}.", place=facts.whole_place, products=", ".join(missing))
        )
    parts += _aspects(catalog, facts, aspects)
    return _fitted(parts, facts.basis)


def _is_plain(aspect: str) -> bool:
    return aspect.startswith("field:") or aspect in ("cohorts", "agreements")


def _head(facts: CustomerFacts) -> str:
    place = ", ".join(clean(facts.attributes[name]) for name in _PLACE if facts.attributes.get(name))
    size = facts.attributes.get("org_size")
    about = [part for part in (place, clean(facts.attributes.get("industry", ""))) if part]
    if isinstance(size, float):
        about.append(amount(number(size), "employees"))
    return joined(": ", [f"{clean(facts.name)} ({facts.customer_id})", *([joined("; ", about)] if about else [])])


def product_text(catalog: Catalog, facts: ProductFacts) -> str:
    """The path from the scores of one product to its cluster, with the signals behind the intent."""
    label = catalog.products[facts.product].label
    cluster = catalog.clusters[facts.cluster].title if facts.cluster else text("no cluster")
    lines = [_cluster(label, cluster, facts.cell)]
    fit, intent = _score(catalog, facts.fit, facts.fit_band), _score(catalog, facts.intent, facts.intent_band)
    lines.append(text("Fit {fit}; intent {intent}.", fit=fit, intent=intent))
    if facts.fit_band and facts.cluster:
        lines.append(_path(catalog, facts, cluster))
    if facts.revenue:
        lines.append(text("Potential revenue {revenue} a year.", revenue=facts.revenue))
    if facts.propensity is not None:
        lines.append(text("Propensity {percent}.", percent=number(facts.propensity, "percent")))
    lines.append(_signals(facts))
    return sentences(lines)


def _cluster(label: str, cluster: str, cell: str | None) -> str:
    if cell:
        return text("{product}: {cluster}, cell {cell}.", product=label, cluster=cluster, cell=cell)
    return text("{product}: {cluster}.", product=label, cluster=cluster)


def _score(catalog: Catalog, score: float | None, band: str | None) -> str:
    title = catalog.bands[band].title if band else ""
    if score is None:
        return text("{band} (the report gives the band only)", band=title) if title else text("not in the report")
    return f"{number(score)} ({title})"


def _path(catalog: Catalog, facts: ProductFacts, cluster: str) -> str:
    band = catalog.bands[facts.fit_band or ""].title
    if facts.contradiction:
        implied = catalog.cluster_of(facts.fit_band or "")
        title = implied.title if implied else text("another cluster")
        return text(
            "The report's cluster {cluster} stands, although a {band} fit would mean {implied}.",
            cluster=cluster,
            band=band,
            implied=title,
        )
    return text(
        "The fit decides the cluster: {band} fit means {cluster}, whatever the intent, which ranks within it.",
        band=band,
        cluster=cluster,
    )


def _signals(facts: ProductFacts) -> str:
    if not facts.signals and facts.propensity is None:
        return text("The report gives no signals for it.")
    if not facts.signals:
        return text("There are no signals for it.")
    return text("Signals: {signals}.", signals="; ".join(clean(signal) for signal in facts.signals))


def _score_table(catalog: Catalog, facts: CustomerFacts) -> str:
    rows = [
        [
            catalog.products[item.product].label,
            catalog.clusters[item.cluster].title if item.cluster else "–",
            item.cell or "–",
            "–" if item.fit is None else number(item.fit),
            "–" if item.intent is None else number(item.intent),
            item.revenue or "–",
        ]
        for item in facts.scores.values()
    ]
    return table(["product", "cluster", "cell", "fit", "intent", "potential revenue"], rows, right=[3, 4])


def _aspects(catalog: Catalog, facts: CustomerFacts, aspects: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for aspect in aspects:
        if aspect.startswith("field:"):
            lines += _field(catalog, facts, aspect.removeprefix("field:"))
        elif aspect == "cohorts":
            lines.append(_cohorts(catalog, facts))
        elif aspect == "agreements":
            lines.append(_agreements(facts.agreements))
    if any("workload" in aspect for aspect in aspects):
        lines += _field(catalog, facts, "existing_workloads") + _field(catalog, facts, "recommended_workloads")
    return list(dict.fromkeys(lines))


def _field(catalog: Catalog, facts: CustomerFacts, name: str) -> list[str]:
    known = catalog.fields[name]
    if known.level == "agreement":
        return [_agreements(facts.agreements)]
    value = facts.attributes.get(name)
    if value is None or value == []:
        return [text("{field}: not in {place}.", field=known.title, place=facts.place)]
    return [text("{field}: {value}.", field=known.title, value=_plain(value))]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return "; ".join(clean(item) for item in value)
    return number(value) if isinstance(value, float) else clean(value)


def _cohorts(catalog: Catalog, facts: CustomerFacts) -> str:
    if not facts.cohorts and not facts.plays:
        return text("It is in no cohort.")
    known = [catalog.cohorts[item] for item in facts.cohorts]
    cohorts = [joined("", (cohort.title, " (", fixed(in_short(cohort.summary)), ")")) for cohort in known]
    plays = [catalog.plays[item].title if item in catalog.plays else item for item in facts.plays]
    parts = [text("Cohorts: {cohorts}.", cohorts=joined("; ", cohorts))] if cohorts else []
    return sentences([*parts, *([text("Plays: {plays}.", plays="; ".join(plays))] if plays else [])])


def in_short(summary: str) -> str:
    """What the summary of a cohort says of its customers."""
    return summary.split(". ")[0].removeprefix("Customers that ").rstrip(".")


def _agreements(agreements: Sequence[AgreementFacts]) -> str:
    if not agreements:
        return text("It has no agreement in the renewals report.")
    listed = joined("; ", [_agreement(item) for item in agreements[:6]])
    if len(agreements) > 6:
        return text("Agreements: {agreements} and {left} more.", agreements=listed, left=len(agreements) - 6)
    return text("Agreements: {agreements}.", agreements=listed)


def _agreement(item: AgreementFacts) -> str:
    return text(
        "{agreement}: {program} {division}, {kind} on {end}, {revenue}",
        agreement=clean(item.agreement_id) if item.agreement_id else text("agreement"),
        program=clean(item.program or ""),
        division=clean(item.division or ""),
        kind=clean(item.kind or ""),
        end=item.end,
        revenue=number(item.revenue or 0.0, "USD"),
    )


def _fitted(parts: Sequence[str], basis: str) -> str:
    """The parts within the length of an answer, in whichever language."""
    return made(_within_length, parts=tuple(parts), tail=joined("", ("\n\n", text("{sentence}.", sentence=basis))))


def _within_length(parts: Sequence[str], tail: str) -> str:
    """Whole parts first."""
    kept = ""
    for part in parts:
        if len(kept) + len(part) + len(tail) > LONGEST:
            kept += "\n" + shorten(part, max(20, LONGEST - len(kept) - len(tail)))
            break
        kept += ("\n" if kept else "") + part
    return kept + tail


def compare_text(
    catalog: Catalog, customers: Sequence[CustomerFacts], products: Sequence[str], aspects: Sequence[str]
) -> str:
    """Several customers side by side, and which of them leads where a score was asked for."""
    shown = [p for p in (products or tuple(customers[0].scores)) if any(p in facts.scores for facts in customers)]
    fields = [aspect.removeprefix("field:") for aspect in aspects if aspect.startswith("field:")]
    lead = [*_leads(catalog, customers, shown, aspects), *_field_leads(catalog, customers, fields)]
    headings = ["", *(clean(shorten(facts.name, 34)) for facts in customers)]
    rows = [[catalog.fields[name].title, *(_plain_or_dash(facts, name) for facts in customers)] for name in fields]
    rows += [row for product in shown for row in _product_rows(catalog, product, customers)]
    body = table(headings, rows)
    signals = [_compared_signals(catalog, facts, shown[0]) for facts in customers] if len(shown) == 1 else []
    return _fitted([*lead, body, *signals], customers[0].basis)


def _plain_or_dash(facts: CustomerFacts, name: str) -> str:
    value = facts.attributes.get(name)
    return "–" if value is None else shorten(_plain(value), 34)


def _field_leads(catalog: Catalog, customers: Sequence[CustomerFacts], fields: Sequence[str]) -> Iterator[str]:
    """``Pinecrest Marine has more: org size 677 against 120.``"""
    for name in fields:
        sized = [(facts.attributes.get(name), clean(facts.name)) for facts in customers]
        known = sorted([(value, who) for value, who in sized if isinstance(value, float)], key=lambda pair: -pair[0])
        if len(known) == 2 and known[0][0] > known[1][0]:
            yield text(
                "{leader} is ahead: {field} {high} against {low}.",
                leader=known[0][1],
                field=catalog.fields[name].title.lower(),
                high=number(known[0][0]),
                low=number(known[1][0]),
            )


def _product_rows(catalog: Catalog, product: str, customers: Sequence[CustomerFacts]) -> Iterator[list[str]]:
    label = catalog.products[product].label
    facts = [item.scores.get(product) for item in customers]
    cells = {
        "cluster": [catalog.clusters[f.cluster].title if f and f.cluster else "–" for f in facts],
        "cell": [f.cell or "–" if f else "–" for f in facts],
        "fit": [number(f.fit) if f and f.fit is not None else "–" for f in facts],
        "intent": [number(f.intent) if f and f.intent is not None else "–" for f in facts],
        "potential revenue": [f.revenue or "–" if f else "–" for f in facts],
    }
    for name, row in cells.items():
        yield [f"{label} {name}", *row]


def _leads(
    catalog: Catalog, customers: Sequence[CustomerFacts], products: Sequence[str], aspects: Sequence[str]
) -> Iterator[str]:
    """``Top Ten Travel has the higher M365 intent: 90 against 71.``"""
    for product in products:
        for name in ("fit", "intent"):
            if name not in aspects:
                continue
            scored = [(getattr(f.scores[product], name), clean(f.name)) for f in customers if product in f.scores]
            known = sorted([(value, who) for value, who in scored if value is not None], key=lambda pair: -pair[0])
            if len(known) == 2 and known[0][0] > known[1][0]:
                (high, leader), (low, _) = known
                yield text(
                    "{leader} has the higher {score}: {high} against {low}, {apart} points apart.",
                    leader=leader,
                    score=f"{catalog.products[product].label} {name}",
                    high=number(high),
                    low=number(low),
                    apart=number(high - low),
                )
            elif len(known) == 2:
                score = f"{catalog.products[product].label} {name}"
                yield text("Both have the same {score}: {value}.", score=score, value=number(known[0][0]))


def _compared_signals(catalog: Catalog, facts: CustomerFacts, product: str) -> str:
    found = facts.scores.get(product)
    return joined(": ", (clean(facts.name), _signals(found))) if found else ""
