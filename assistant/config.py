"""What the user configured, above all which language model may be asked: a TOML file in the user's own folder.

It does not lie in the workspace: whoever shares a workspace cannot send another one's questions elsewhere. An option of
the command line goes before an environment variable ASCENT_…, that before the file, and the file before the default.
Keys of a model's service stand in the environment only.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from assistant.config_values import read_address, read_choice, read_number, read_switch, read_text, read_whole
from assistant.settings import Brain
from scoring.errors import AscentError

Provider = Literal["openai", "azure"]
PATH_VARIABLE = "ASCENT_CONFIG"
OPENAI_URL = "https://api.openai.com/v1"
NO_KEY_NEEDED = "not-needed"
KEY_VARIABLES: Mapping[Provider, str] = {"openai": "OPENAI_API_KEY", "azure": "AZURE_OPENAI_API_KEY"}
DEFAULT = "default"
SECONDS = (0.1, 3_600)
_SECRET = re.compile(r"key|token$|secret|password|credential|auth|bearer", re.IGNORECASE)


class ConfigError(AscentError):
    """The configuration is wrong: the message names the file or variable, the setting, and what it may be."""


@dataclass(frozen=True)
class ModelConfig:
    """Which language model is asked, and what one question may cost.

    ``name``: the model, or for Azure the deployment. ``base_url``: the service, for Azure its endpoint; empty means
    OpenAI's. ``temperature`` and ``seed``: None where the model takes none. ``timeout``: seconds for one request;
    ``seconds``, ``steps`` (requests) and ``tokens`` (in and out) are the bounds of one question.
    """

    provider: Provider = "openai"
    name: str = "gpt-4.1-mini"
    base_url: str = ""
    api_version: str = ""
    temperature: float | None = 0.0
    seed: int | None = 1
    timeout: float = 30.0
    seconds: float = 60.0
    steps: int = 6
    tokens: int = 30_000


@dataclass(frozen=True)
class Config:
    """All that can be configured; ``path`` is the file that was read, None where there is none."""

    brain: Brain = "offline"
    model: ModelConfig = ModelConfig()
    privacy: Literal["masked", "open"] = "masked"
    embeddings: Literal["offline", "openai"] = "offline"
    embedding_model: str = "text-embedding-3-small"
    log: bool = True
    path: Path | None = None


class Effective(NamedTuple):
    """A setting that holds, and where it comes from: the file, an environment variable, or the default."""

    value: Any
    origin: str


def load_config(environment: Mapping[str, str]) -> Config:
    """The configuration that holds; ConfigError names the file and the setting that is wrong in it."""
    path, content = _read_file(environment)
    return _as_config(_merge(path, content, environment), path)


def effective_settings(environment: Mapping[str, str]) -> dict[str, Effective]:
    """Every setting by its name in the file (``model.name``), with where it comes from; ConfigError as above."""
    return _merge(*_read_file(environment), environment)


def config_path(environment: Mapping[str, str]) -> Path:
    """Where the file lies, or would."""
    if named := environment.get(PATH_VARIABLE):
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("ascent", appauthor=False) / "config.toml"


def api_key(model: ModelConfig, environment: Mapping[str, str]) -> str | None:
    """The key of the model's service; None where it needs one and the environment has none."""
    if key := environment.get(KEY_VARIABLES[model.provider], "").strip():
        return key
    return NO_KEY_NEEDED if model.provider == "openai" and not is_openai(model.base_url) else None


def is_openai(base_url: str) -> bool:
    """Whether an address is OpenAI's own; an empty one is."""
    host = urlsplit(base_url or OPENAI_URL).hostname or ""
    return host == "openai.com" or host.endswith(".openai.com")


# ---- what the file holds ------------------------------------------------------------------------


def _read_file(environment: Mapping[str, str]) -> tuple[Path | None, dict[str, Any]]:
    """The file and its settings by full name; no file and none where there is none."""
    path = config_path(environment)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError) as error:
        if environment.get(PATH_VARIABLE):
            raise ConfigError(f"There is no file {path}, which {PATH_VARIABLE} names.") from error
        return None, {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} cannot be read: it is no UTF-8 text.") from error
    return path, _checked(path, _parsed(path, text)) if text.strip() else {}


def _parsed(path: Path, text: str) -> dict[str, Any]:
    """The settings of a TOML text, those of [model] as ``model.…``."""
    import tomllib

    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} is no TOML: {error}.") from error
    model = content.pop("model", {})
    if not isinstance(model, dict):
        raise ConfigError(f"{path}: 'model' is a section; begin it with the line [model].")
    return content | {f"model.{name}": value for name, value in model.items()}


def _checked(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    """The same with each value as its setting has it."""
    for name in content:
        if name not in SETTINGS:
            raise ConfigError(f"{path}: {_unknown(name)}")
    return {name: _value(f"{path}: '{name}'", name, value) for name, value in content.items()}


def _unknown(name: str) -> str:
    if _SECRET.search(name):
        variables = " or ".join(KEY_VARIABLES.values())
        return f"'{name}' is refused: keys belong in the environment ({variables}), never in this file. Remove it."
    from difflib import get_close_matches

    near = get_close_matches(name, SETTINGS, 1) or get_close_matches(f"model.{name}", SETTINGS, 1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(SETTINGS)}."
    return f"there is no setting '{name}'. {hint}"


def _value(where: str, name: str, value: Any) -> Any:
    """A value as its setting has it; what is wrong is not repeated, for it might be a key."""
    try:
        return SETTINGS[name].read(value)
    except ValueError as error:
        raise ConfigError(f"{where} must be {error}.") from error


# ---- what holds ---------------------------------------------------------------------------------


def _merge(path: Path | None, content: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Effective]:
    found: dict[str, Effective] = {}
    for name, setting in SETTINGS.items():
        before, after = setting.variable, setting.later(found)
        if before and environment.get(before):
            found[name] = Effective(_value(before, name, environment[before]), before)
        elif name in content:
            found[name] = Effective(content[name], str(path))
        elif after and environment.get(after):
            found[name] = Effective(_value(after, name, environment[after]), after)
        else:
            found[name] = Effective(_default(name, found), DEFAULT)
    return found


def _default(name: str, found: Mapping[str, Effective]) -> Any:
    if name == "model.base_url" and found["model.provider"].value == "openai":
        return OPENAI_URL
    section, _, last = name.rpartition(".")
    return _DEFAULTS[section][last]


def _as_config(found: Mapping[str, Effective], path: Path | None) -> Config:
    values = {name: value for name, (value, _) in found.items() if "." not in name}
    model = {name.removeprefix("model."): value for name, (value, _) in found.items() if "." in name}
    return Config(**values, model=ModelConfig(**model), path=path)


# ---- the settings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """How a setting is read (ValueError says what it must be); the variable that goes before the file, and by provider
    the one that goes after it."""

    read: Callable[[Any], Any]
    variable: str = ""
    otherwise: Mapping[str, str] | None = None

    def later(self, found: Mapping[str, Effective]) -> str:
        """The variable that counts where the file says nothing; empty for none."""
        return self.otherwise.get(found["model.provider"].value, "") if self.otherwise else ""


SETTINGS: Mapping[str, Setting] = {
    "brain": Setting(read_choice("offline", "openai", "auto"), "ASCENT_BRAIN"),
    "privacy": Setting(read_choice("masked", "open"), "ASCENT_PRIVACY"),
    "embeddings": Setting(read_choice("offline", "openai"), "ASCENT_EMBEDDINGS"),
    "embedding_model": Setting(read_text),
    "log": Setting(read_switch, "ASCENT_LOG"),
    "model.provider": Setting(read_choice(*KEY_VARIABLES), "ASCENT_PROVIDER"),
    "model.name": Setting(read_text, "ASCENT_MODEL"),
    "model.base_url": Setting(read_address, "", {"openai": "OPENAI_BASE_URL", "azure": "AZURE_OPENAI_ENDPOINT"}),
    "model.api_version": Setting(read_text, "", {"azure": "OPENAI_API_VERSION"}),
    "model.temperature": Setting(read_number(0, 2, none=True)),
    "model.seed": Setting(read_whole(0, none=True)),
    "model.timeout": Setting(read_number(*SECONDS)),
    "model.seconds": Setting(read_number(*SECONDS)),
    "model.steps": Setting(read_whole(1)),
    "model.tokens": Setting(read_whole(1)),
}
_DEFAULTS = {"": {part.name: part.default for part in fields(Config)}} | {
    "model": {part.name: part.default for part in fields(ModelConfig)}
}
