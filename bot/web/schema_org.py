"""A catalogue record as schema.org JSON-LD, as pages and the API give it; the mapping is ``knowledge.exchange.schema_org``."""

from knowledge.exchange.schema_org import CONTEXT, TYPES, as_json_ld

__all__ = ["CONTEXT", "TYPES", "as_json_ld"]
