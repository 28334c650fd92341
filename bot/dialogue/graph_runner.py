"""Run Rasa's graph of components in order, without asking a scheduler for parallel work that there is none of."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


def run_graphs_in_order() -> None:
    """Replace how Rasa runs a trained graph: the same nodes with the same inputs, one after the other.

    Rasa hands its graph to dask's synchronous scheduler, three times a turn. Each time dask builds a task list, orders it
    and moves results through queues, for about a dozen nodes that take less than that. The order is worked out once here.
    """
    DaskGraphRunner.run = _run


def _run(self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
    wanted = tuple(targets or self._graph_schema.target_names)
    orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = self.__dict__.setdefault("_orders", {})
    if wanted not in orders:
        orders[wanted] = _order(self._graph_schema.minimal_graph_schema(list(wanted)))
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needs in orders[wanted]:
            # As with dask, a need that nothing provides is handed over as its name; the node then says what is missing.
            results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(results[name] for name in wanted)


def _order(schema: GraphSchema) -> list[tuple[str, tuple[str, ...]]]:
    """Return the nodes of ``schema``, each after what it needs, with the names of its needs."""
    needs = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
    order = TopologicalSorter({name: set(wanted) for name, wanted in needs.items()}).static_order()
    return [(name, needs[name]) for name in order if name in needs]
