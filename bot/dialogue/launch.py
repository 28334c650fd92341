"""Start Rasa: ``python -m bot.dialogue.launch run|train ...`` takes the arguments of the command ``rasa``."""

from __future__ import annotations

import os
import sys

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    # jsonpickle and pkg_resources of 2023 warn about their own future at every start.
    "PYTHONWARNINGS": "ignore",
}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""For a server: one message is too little work to share, and threads of OpenBLAS that wait for each other burn other cores."""


def main() -> None:
    """Prepare the environment and hand over to Rasa."""
    serves = "run" in sys.argv[1:2]
    for name, value in {**QUIET, **(ONE_THREAD if serves else {})}.items():
        os.environ.setdefault(name, value)
    import warnings

    warnings.simplefilter("ignore")
    from rasa.__main__ import main as rasa_main

    if serves:
        from bot.dialogue.action_results import check_schema_once
        from bot.dialogue.graph_runner import run_graphs_in_order

        check_schema_once()
        run_graphs_in_order()
    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
