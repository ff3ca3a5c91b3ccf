"""The model type of each customer and product, and the end-of-service flags that are laid over the scores.

Who does not own a product is whitespace; owners are what the catalogue says of the product (``owned_model``). A product
is owned where a subscription of it is held: seats other than 0, for Azure any subscription, consumed or not.
"""

from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from scoring.own.facts import create_words, installed_sql
from scoring.own.parameters import Parameters

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WHITESPACE = "whitespace"


def create_models(connection: "DuckDBPyConnection", catalog: Catalog) -> None:
    """Make the temporary table ``own_models`` from ``facts``: customer_id, product, owned, model_type, eos_technology.

    One row a customer and product of the catalogue. ``eos_technology`` lists what is out of service and speaks for the
    product; empty where nothing does.
    """
    create_words(connection)
    parameters = Parameters()
    parts = (_product_sql(catalog, product, parameters) for product in catalog.products)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE own_models AS FROM ({' UNION ALL '.join(parts)}) ORDER BY customer_id, product",
        parameters.values,
    )


def _product_sql(catalog: Catalog, product: str, parameters: Parameters) -> str:
    key, owner = parameters.bind(product), parameters.bind(catalog.products[product].owned_model)
    eos = [item.id for item in catalog.technologies.values() if item.eos and item.product == product]
    return (
        f"SELECT customer_id, {key} AS product, list_contains(owned_products, {key}) AS owned, "
        f"CASE WHEN owned THEN {owner} WHEN NOT owned THEN {parameters.bind(WHITESPACE)} END AS model_type, "
        f"{installed_sql(catalog, eos, parameters)} AS eos_technology FROM facts"
    )
