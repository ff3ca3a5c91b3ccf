"""``ascent config``: what is configured and where it comes from; ``init`` writes an example to begin with."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from assistant.commands import ExitCode
from assistant.config import (
    KEY_VARIABLES,
    NO_KEY_NEEDED,
    ConfigError,
    Effective,
    api_key,
    config_path,
    effective_settings,
)
from assistant.output import confirmed, emit, note, say
from assistant.places import replacing
from assistant.settings import Settings

Action = Literal["show", "init"]
EXAMPLE = """\
# The configuration of Ascent. What stands behind a # is a comment; what is shown is the default.
# Keys do not belong here but in the environment: OPENAI_API_KEY, or AZURE_OPENAI_API_KEY.

# Who reads questions: "offline" (rules and a dictionary, nothing is sent), "openai" (a language model),
# or "auto" (the model only where the offline reader is not sure).
# brain = "offline"

# What a model is sent: "masked" (names, domains, ids, cities and free text of customers as stand-ins), or "open".
# privacy = "masked"

# How definitions and documents are searched: "offline", or "openai" with the model below.
# embeddings = "offline"
# embedding_model = "text-embedding-3-small"

# Whether conversations are kept in the workspace, on this machine.
# log = true

[model]
# provider = "openai"       # OpenAI and every service that speaks like it; or "azure"
# name = "gpt-4.1-mini"     # the model; for Azure the deployment
# base_url = "https://api.openai.com/v1"   # for Ollama http://localhost:11434/v1; for Azure the endpoint
# api_version = "2024-10-21"   # for Azure only
# temperature = 0.0         # "none" for a model that takes none
# seed = 1                  # "none" likewise
# timeout = 30.0            # seconds for one request
# seconds = 60.0            # for one question, all requests
# steps = 6                 # requests for one question
# tokens = 30000            # for one question, in and out
"""


def run(settings: Settings, action: Action, yes: bool) -> int:
    """Show what holds, or write the example."""
    return _init(settings, config_path(os.environ), yes) if action == "init" else _show(settings, os.environ)


def _show(settings: Settings, environment: Mapping[str, str]) -> int:
    found = effective_settings(environment)
    if settings.reader and settings.reader != found["brain"].value:
        found["brain"] = Effective(settings.reader, "--brain")
    key = _key(settings, environment)
    path = config_path(environment)
    if settings.json:
        told = {name: {"value": value, "from": origin} for name, (value, origin) in found.items()}
        emit({"path": str(path), "exists": path.exists(), "settings": told, "key": key})
    else:
        say(_told(path, found, key))
    return ExitCode.DONE


def _key(settings: Settings, environment: Mapping[str, str]) -> dict[str, Any]:
    """Which variable holds the key, and whether it does; never the key."""
    model = settings.config.model
    key = api_key(model, environment)
    needed = key != NO_KEY_NEEDED
    return {"variable": KEY_VARIABLES[model.provider], "present": bool(key) and needed, "needed": needed}


def _told(path: Path, found: Mapping[str, Effective], key: Mapping[str, Any]) -> str:
    from assistant.render import clean, table

    state = "" if path.exists() else " (there is none yet: ascent config init)"
    rows = [(name, clean(_shown(value)), clean(origin)) for name, (value, origin) in found.items()]
    present = "is set" if key["present"] else "is not set" if key["needed"] else "is not set, and not needed there"
    return f"{path}{state}\n\n{table(('setting', 'value', 'from'), rows)}\n\nKey: {key['variable']} {present}."


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value) or "–"


def _init(settings: Settings, path: Path, yes: bool) -> int:
    if path.exists() and not yes and not confirmed(f"Replace {path} with the example?"):
        note("Nothing was written.")
        return ExitCode.FAILED
    _write(path)
    if settings.json:
        emit({"written": str(path)})
    else:
        say(f"Wrote {path}. It changes nothing until you edit it.")
    return ExitCode.DONE


def _write(path: Path) -> None:
    """Write the example beside and rename it; ConfigError where that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as draft:
            draft.write_text(EXAMPLE, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}.") from error
