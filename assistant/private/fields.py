"""Which fields of the data are private, field by field.

Private, and sent as a token:

* ``customer_id``, ``account_name``, ``domain``: who the customer is. All three are the one token of the customer.
* ``duns``, ``agreement_id``, ``partner_id``: numbers that others keep too, so that they lead to the customer or to the
  partner. ``partner_name``: the partner's own locations say who asks.
* ``city``, ``postal_code``: with size and line of business they single out a customer.
* ``state``, ``area``, ``subsidiary``, ``sales_territory``: only where the value holds the name of a city of the data
  ("Stockholm County", "Hamburg"); the rest are regions of many customers.
* ``signals``: what was seen is written freely and may quote the customer; its type and its date are sent.
* ``detail``: the same of one signal.
* Columns of the partner's own that the catalogue does not know: texts, unless the column has few values, all short.

Sent as they are: ``country``, ``industry``, ``vertical``, segments, nonprofit status, flags, sizes, dates, money and
scores; products, clusters, cells, bands, cohorts, plays (headings that the vendor gives), workloads, installed
technologies, licence programs, expiration types and divisions (the vendor's products that are up for renewal): all take
few values, each for many customers. A text of these that is longer than such values are is private.

Words of the partner's vocabulary are sent where they mean conditions, and are tokens where they name customers. Names
of saved questions are no part of a question; texts of the partner's own pass through ``Mask.words``.
"""

from collections.abc import Mapping
from types import MappingProxyType

CUSTOMER = "customer"
CUSTOMER_FIELDS = frozenset({"customer", "customer_id", "account_name", "domain"})
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "duns": "id",
        "agreement_id": "id",
        "partner_id": "id",
        "opportunity_id": "id",
        "partner_name": "partner",
        "city": "city",
        "postal_code": "postcode",
        "detail": "text",
    }
)
"""Field -> kind of token, of fields that are private whatever they hold."""
PLACES = frozenset({"state", "area", "subsidiary", "sales_territory"})
SIGNALS = "signals"
LONGEST_VALUE = 60
"""Letters of the longest value that a field of few values has."""
FEW_VALUES = 30
LONGEST_OWN_VALUE = 40


def is_private_value(field: str) -> bool:
    """Whether values of a field are private: so are the words for them."""
    return field in KINDS or field in CUSTOMER_FIELDS
