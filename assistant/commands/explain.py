"""``ascent explain``: why a customer stands where it does, for one product or for all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from assistant.answer import Answer, Call
from assistant.commands.session import answering, open_tools, show
from assistant.settings import Settings
from knowledge.catalog import Catalog, Product, ProductFamily
from knowledge.text import fold

if TYPE_CHECKING:
    from assistant.tools import Tools
    from scoring.names import NamedCustomer


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
    return _explanation(tools, text, found[0], products)


def find(tools: "Tools", text: str) -> list["NamedCustomer"]:
    """The customers that an id, a name or a domain means."""
    from scoring.names import NamedCustomer, customers_beginning, find_customers

    sql = "SELECT arg_max(account_name, month) AS name FROM customers WHERE customer_id = $id GROUP BY customer_id"
    if rows := tools.engine.fetch(sql, {"id": text}):
        return [NamedCustomer(text, rows[0]["name"] or text, "", True)]
    return find_customers(tools.engine, [text]).get(text) or customers_beginning(tools.engine, text)


def _explanation(tools: "Tools", text: str, customer: "NamedCustomer", products: Sequence[str]) -> Answer:
    from assistant.explaining import explain_text

    facts = tools.explain_customer(customer.customer_id)
    return Answer(
        text,
        "answered",
        explain_text(tools.engine.catalog, facts, products, ()),
        customers=(facts.customer_id,),
        calls=(Call("explain_customer", {"customer": facts.customer_id, "month": facts.month}),),
        month=facts.month,
    )


def _which(text: str, customers: Sequence["NamedCustomer"]) -> str:
    choices = [f"  {it.customer_id}  {it.account_name}, {it.city or 'unknown city'}" for it in customers]
    return "\n".join([f"Which customer do you mean by '{text}'? Name the id:", *choices])


def _nobody(tools: "Tools", text: str) -> str:
    from scoring.names import similar_customers

    near = [f"{customer.account_name} ({customer.customer_id})" for customer in similar_customers(tools.engine, text)]
    offer = f" Did you mean {', '.join(near)}?" if near else ""
    return f"There is no customer '{text}' in the imported reports.{offer}"
