"""``ascent explain``: why a customer stands where it does, for one product or for all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import typer

from assistant.answer import Answer, Call
from assistant.commands.showing import show
from assistant.session import answering, open_tools
from assistant.settings import Settings
from knowledge.catalog import Catalog
from knowledge.entries import Product, ProductFamily
from knowledge.text import fold
from scoring.errors import NotInData

if TYPE_CHECKING:
    from assistant.own_explaining import Reasoned
    from assistant.tools import Tools
    from scoring.engine import Engine
    from scoring.names import NamedCustomer
    from scoring.own.profile import OwnProfile, OwnScore


def run(settings: Settings, customer: str, product: str) -> int:
    """Explain a customer that is named, or ask which one is meant."""
    tools = open_tools(settings)
    products = products_of(tools.engine.catalog, product)
    return show(answering(customer, lambda: explained(tools, customer, products)), settings.json)


def products_of(catalog: Catalog, text: str) -> tuple[str, ...]:
    """The products of a name, several for a family, all (none named) for no name; BadParameter for another name."""
    if not text:
        return ()
    for product in catalog.products.values():
        if fold(text) in map(fold, (product.id, product.column, *_names(product))):
            return (product.id,)
    for family in catalog.families.values():
        if fold(text) in map(fold, _names(family)):
            return family.products
    known = ", ".join(product.label for product in catalog.products.values())
    raise typer.BadParameter(f"'{text}' is no product; there are {known}.", param_hint="'--product'")


def _names(entry: Product | ProductFamily) -> tuple[str, ...]:
    return entry.title, *entry.aliases


def explained(tools: "Tools", text: str, products: Sequence[str]) -> Answer:
    """The facts of the one customer that is named; a question back where a name fits several."""
    found = find(tools, text)
    if not found:
        return Answer(text, "not_answerable", _nobody(tools, text))
    if len(found) > 1:
        return Answer(text, "needs_clarification", _which(text, found))
    return _explanation(tools, text, found[0].customer_id, products)


def find(tools: "Tools", text: str) -> list["NamedCustomer"]:
    """The customers that an id, a name or a domain means."""
    from scoring.names import NamedCustomer, customers_beginning, find_customers

    sql = "SELECT arg_max(account_name, month) AS name FROM customers WHERE customer_id = $id GROUP BY customer_id"
    for engine in _engines(tools.engine):
        if rows := engine.fetch(sql, {"id": text}):
            return [NamedCustomer(text, rows[0]["name"] or text, "", True)]
    return find_customers(tools.engine, [text]).get(text) or customers_beginning(tools.engine, text)


def _engines(engine: "Engine") -> "Iterator[Engine]":
    """The engine, and the one on own data where that may be asked, too."""
    yield engine
    if not engine.source and not engine.by_model and engine.has_own():
        yield engine.own


def _explanation(tools: "Tools", text: str, customer: str, products: Sequence[str]) -> Answer:
    """By the reports, by own data, or by the reports with own scores in short beside them."""
    engine = tools.engine
    reported = None if engine.by_model else _or_none(lambda: _by_reports(tools, text, customer, products))
    if engine.source == "report" or (reported and not engine.has_own()):
        return reported or _by_reports(tools, text, customer, products)
    if reported is None:
        return _by_own_data(tools, text, customer, products)
    return _beside(tools, reported, customer, products)


def _or_none(read: Callable[[], Answer]) -> Answer | None:
    """What the data holds; None where it does not."""
    try:
        return read()
    except NotInData:
        return None


def _by_reports(tools: "Tools", text: str, customer: str, products: Sequence[str]) -> Answer:
    from assistant.explaining import explain_text

    facts = tools.explain_customer(customer)
    if facts.model:
        raise NotInData(f"There is no customer {customer} in the imported reports.")
    return Answer(
        text,
        "answered",
        explain_text(tools.engine.catalog, facts, products, ()),
        customers=(facts.customer_id,),
        calls=(Call("explain_customer", {"customer": facts.customer_id, "month": facts.month}),),
        month=facts.month,
    )


def _by_own_data(tools: "Tools", text: str, customer: str, products: Sequence[str]) -> Answer:
    """What own data says, and the reasons of the products that were asked for."""
    from assistant.own_explaining import own_text
    from scoring.own.profile import read_profile

    catalog = tools.engine.catalog
    profile = read_profile(tools.engine, customer)
    shown = [name for name in products if name in profile.scores]
    if products and not shown:
        labels = ", ".join(catalog.products[name].label for name in products)
        raise NotInData(f"The model {profile.model} does not score {labels}.")
    calls: list[Call] = [Call("next_workloads", {"customer": customer})]
    reasoned = [_reasoned(tools, profile.scores[name], customer, calls) for name in shown]
    return Answer(
        text,
        "answered",
        own_text(catalog, profile, reasoned),
        customers=(customer,),
        rows=own_rows(profile, reasoned),
        calls=tuple(calls),
        warnings=tools.stale,
        month=f"{profile.as_of:%Y-%m}",
    )


def _beside(tools: "Tools", reported: Answer, customer: str, products: Sequence[str]) -> Answer:
    """The reports' answer with own scores in short; as it is where own data does not have the customer."""
    from assistant.own_explaining import beside_text
    from scoring.own.profile import read_profile

    try:
        profile = read_profile(tools.engine, customer)
    except NotInData:
        return reported
    short = beside_text(tools.engine.catalog, profile, products)
    rows = tuple(row for row in own_rows(profile, ()) if row["product"] in products or not products)
    return replace(reported, answer=f"{reported.answer}\n\n{short}".rstrip(), rows=rows, warnings=tools.stale)


def _reasoned(tools: "Tools", score: "OwnScore", customer: str, calls: list[Call]) -> "Reasoned":
    """The reasons of one product, the smallest changes, and what fails for the next better cluster."""
    from assistant.own_explaining import Reasoned

    about = {"customer": customer, "product": score.product}
    calls += [Call("score_drivers", about), Call("what_would_change", about)]
    better = _better(tools.engine.catalog, score.cluster)
    lacking = {"customer": customer, "target": better, "product": score.product}
    calls += [Call("why_not", lacking)] if better else []
    return Reasoned(
        score,
        tools.score_drivers(customer, score.product),
        tools.what_would_change(customer, score.product),
        tools.why_not(customer, better, score.product) if better else (),
    )


def _better(catalog: Catalog, cluster: str) -> str:
    """The next better cluster; empty for the best."""
    rank = catalog.clusters[cluster].rank
    better = [other for other in catalog.clusters.values() if other.rank < rank]
    return max(better, key=lambda other: other.rank).id if better else ""


def own_rows(profile: "OwnProfile", reasoned: "Sequence[Reasoned]") -> tuple[dict[str, object], ...]:
    """The own scores as data, with the reasons where they were worked out."""
    told = {item.score.product: item for item in reasoned}
    head = {"customer_id": profile.customer, "account_name": profile.name, "source": "model"}
    rows: list[dict[str, object]] = []
    for name, score in profile.scores.items():
        row: dict[str, object] = {**head, **asdict(score)}
        if item := told.get(name):
            row |= {"drivers": [asdict(one) for one in item.drivers], "changes": [asdict(one) for one in item.changes]}
            row["why_not"] = [asdict(one) for one in item.why_not]
        if item or not told:
            rows.append(row)
    return tuple(rows)


def _which(text: str, customers: Sequence["NamedCustomer"]) -> str:
    choices = [f"  {it.customer_id}  {it.account_name}, {it.city or 'unknown city'}" for it in customers]
    return "\n".join([f"Which customer do you mean by '{text}'? Name the id:", *choices])


def _nobody(tools: "Tools", text: str) -> str:
    from scoring.names import similar_customers

    near = [f"{customer.account_name} ({customer.customer_id})" for customer in similar_customers(tools.engine, text)]
    offer = f" Did you mean {', '.join(near)}?" if near else ""
    held = "among your own customers" if tools.engine.by_model else "in the imported reports"
    return f"There is no customer '{text}' {held}.{offer}"
