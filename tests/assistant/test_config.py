"""The configuration: what the file and the environment may say, which goes before which, and that no key is shown."""

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import process

from assistant.commands.config import EXAMPLE
from assistant.config import (
    NO_KEY_NEEDED,
    SETTINGS,
    Config,
    ConfigError,
    ModelConfig,
    api_key,
    config_path,
    effective_settings,
    is_openai,
    load_config,
)

Ascent = Callable[..., tuple[int, str, str]]
OPENAI = "https://api.openai.com/v1"
KEY = "sk-proj-AbCdEfGhIjKlMnOpQrStUvWx"
WHOLE = """
brain = "auto"
privacy = "open"
embeddings = "openai"
embedding_model = "text-embedding-3-large"
log = false

[model]
provider = "azure"
name = "sales"
base_url = "https://contoso.openai.azure.com/"
api_version = "2024-10-21"
temperature = "none"
seed = "none"
timeout = 12
seconds = 34.5
steps = 3
tokens = 4000
"""


@pytest.fixture
def configured(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """An environment in which the configuration file holds a text, with further variables."""

    def write(text: str | bytes, **environment: str) -> dict[str, str]:
        path = tmp_path / "config.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return {"ASCENT_CONFIG": str(path), **environment}

    return write


Configured = Callable[..., dict[str, str]]


def fault(environment: Mapping[str, str]) -> str:
    """What is said to be wrong, without the name of the file."""
    with pytest.raises(ConfigError) as error:
        load_config(environment)
    return error.value.message.replace(environment.get("ASCENT_CONFIG", "-"), "FILE")


# ---- what holds ---------------------------------------------------------------------------------


def test_without_a_file_nothing_is_sent(configured: Configured) -> None:
    environment = configured("", OPENAI_API_KEY=KEY)
    config = load_config(environment)
    assert config == Config(model=ModelConfig(base_url=OPENAI), path=Path(environment["ASCENT_CONFIG"]))
    assert (config.brain, config.privacy, config.embeddings, config.log) == ("offline", "masked", "offline", True)


def test_a_whole_file(configured: Configured, tmp_path: Path) -> None:
    model = ModelConfig(
        provider="azure",
        name="sales",
        base_url="https://contoso.openai.azure.com",
        api_version="2024-10-21",
        temperature=None,
        seed=None,
        timeout=12.0,
        seconds=34.5,
        steps=3,
        tokens=4000,
    )
    large = "text-embedding-3-large"
    wanted = Config("auto", model, "open", "openai", large, False, tmp_path / "config.toml")
    assert load_config(configured(WHOLE)) == wanted
    assert load_config(configured("\ufeff" + WHOLE.replace("\n", "\r\n"))) == wanted


def test_the_environment_goes_before_the_file(configured: Configured) -> None:
    variables = {"ASCENT_BRAIN": "openai", "ASCENT_PRIVACY": "masked", "ASCENT_EMBEDDINGS": "offline"}
    variables |= {"ASCENT_LOG": "on", "ASCENT_MODEL": "gpt-4.1", "ASCENT_PROVIDER": "openai"}
    found = effective_settings(configured(WHOLE, **variables))
    assert {name: tuple(found[name]) for name in ("brain", "privacy", "embeddings", "log")} == {
        "brain": ("openai", "ASCENT_BRAIN"),
        "privacy": ("masked", "ASCENT_PRIVACY"),
        "embeddings": ("offline", "ASCENT_EMBEDDINGS"),
        "log": (True, "ASCENT_LOG"),
    }
    assert (found["model.name"].value, found["model.provider"].value) == ("gpt-4.1", "openai")


def test_an_empty_variable_says_nothing(configured: Configured) -> None:
    assert load_config(configured(WHOLE, ASCENT_BRAIN="", ASCENT_MODEL="", OPENAI_BASE_URL="")).model.name == "sales"


@pytest.mark.parametrize(
    ("text", "variables", "url", "version"),
    [
        ("", {}, OPENAI, ""),
        ("", {"OPENAI_BASE_URL": "http://localhost:11434/v1/"}, "http://localhost:11434/v1", ""),
        ('[model]\nbase_url = "http://a/v1"', {"OPENAI_BASE_URL": "http://b/v1"}, "http://a/v1", ""),
        ("", {"AZURE_OPENAI_ENDPOINT": "https://b", "OPENAI_API_VERSION": "v"}, OPENAI, ""),
        ('[model]\nprovider = "azure"', {"OPENAI_BASE_URL": "http://b/v1"}, "", ""),
        (
            '[model]\nprovider = "azure"',
            {"AZURE_OPENAI_ENDPOINT": "https://b", "OPENAI_API_VERSION": "v"},
            "https://b",
            "v",
        ),
    ],
)
def test_the_address_of_the_service(
    configured: Configured, text: str, variables: dict[str, str], url: str, version: str
) -> None:
    model = load_config(configured(text, **variables)).model
    assert (model.base_url, model.api_version) == (url, version)


def test_the_file_lies_in_the_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = config_path({})
    assert (path.name, path.parent.name) == ("config.toml", "ascent")
    assert config_path({"ASCENT_CONFIG": str(tmp_path / "mine")}) == tmp_path / "mine"


# ---- the key ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "environment", "key"),
    [
        (ModelConfig(), {"OPENAI_API_KEY": KEY}, KEY),
        (ModelConfig(), {"OPENAI_API_KEY": f" {KEY}\n"}, KEY),
        (ModelConfig(), {}, None),
        (ModelConfig(), {"AZURE_OPENAI_API_KEY": KEY}, None),
        (ModelConfig(base_url=OPENAI), {"OPENAI_API_KEY": ""}, None),
        (ModelConfig(base_url="http://localhost:1234/v1"), {}, NO_KEY_NEEDED),
        (ModelConfig(base_url="http://localhost:1234/v1"), {"OPENAI_API_KEY": KEY}, KEY),
        (ModelConfig(provider="azure", base_url="https://c.openai.azure.com"), {"AZURE_OPENAI_API_KEY": KEY}, KEY),
        (ModelConfig(provider="azure", base_url="https://c.openai.azure.com"), {"OPENAI_API_KEY": KEY}, None),
    ],
)
def test_the_key_comes_from_the_environment(model: ModelConfig, environment: dict[str, str], key: str | None) -> None:
    assert api_key(model, environment) == key


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("", True),
        (OPENAI, True),
        ("https://eu.api.openai.com/v1", True),
        ("https://API.OpenAI.com/v1", True),
        ("https://api.openai.com.example.org/v1", False),
        ("https://notopenai.com/v1", False),
        ("http://localhost/api.openai.com", False),
    ],
)
def test_whose_address_it_is(url: str, own: bool) -> None:
    assert is_openai(url) is own


@pytest.mark.parametrize("name", ["api_key", "model.api_key", "OPENAI_API_KEY", "model.token", "password", "secret"])
def test_a_key_in_the_file_is_refused_and_not_repeated(configured: Configured, name: str) -> None:
    section, _, last = name.rpartition(".")
    said = fault(configured(f'[{section}]\n{last} = "{KEY}"' if section else f'{name} = "{KEY}"'))
    assert said == (
        f"FILE: '{name}' is refused: keys belong in the environment (OPENAI_API_KEY or AZURE_OPENAI_API_KEY), "
        "never in this file. Remove it."
    )


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_a_key_in_the_wrong_place_is_not_repeated(configured: Configured, name: str) -> None:
    section, _, last = name.rpartition(".")
    value = f'"{KEY}\\n"'
    assert KEY not in fault(configured(f"[{section}]\n{last} = {value}" if section else f"{name} = {value}"))


# ---- what is wrong ------------------------------------------------------------------------------

ADDRESS = "an address that begins with https:// or http:// and holds no user, password, '?' or '#'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('brain = "gpt"', "FILE: 'brain' must be one of offline, openai, auto."),
        ("brain = 1", "FILE: 'brain' must be one of offline, openai, auto."),
        ("brain = []", "FILE: 'brain' must be one of offline, openai, auto."),
        ('privacy = "none"', "FILE: 'privacy' must be one of masked, open."),
        ('embeddings = "local"', "FILE: 'embeddings' must be one of offline, openai."),
        ("embedding_model = 3", "FILE: 'embedding_model' must be a text in quotes."),
        ('log = "perhaps"', "FILE: 'log' must be true or false (in the environment on or off)."),
        ('[model]\nname = " "', "FILE: 'model.name' must be a text in quotes."),
        ("[model]\ntimeout = 0", "FILE: 'model.timeout' must be a number from 0.1 to 3600."),
        ("[model]\nseconds = inf", "FILE: 'model.seconds' must be a number from 0.1 to 3600."),
        ("[model]\ntimeout = true", "FILE: 'model.timeout' must be a number from 0.1 to 3600."),
        ("[model]\nsteps = 0", "FILE: 'model.steps' must be a whole number, 1 or more."),
        ("[model]\ntokens = 1.5", "FILE: 'model.tokens' must be a whole number, 1 or more."),
        ('[model]\nseed = "x"', "FILE: 'model.seed' must be a whole number, 0 or more, or \"none\"."),
        ("[model]\ntemperature = 3", "FILE: 'model.temperature' must be a number from 0 to 2, or \"none\"."),
        ("[model]\ntemperature = nan", "FILE: 'model.temperature' must be a number from 0 to 2, or \"none\"."),
        ('[model]\nbase_url = "localhost:1234"', f"FILE: 'model.base_url' must be {ADDRESS}."),
        ('[model]\nbase_url = "https://me:word@a/v1"', f"FILE: 'model.base_url' must be {ADDRESS}."),
        ('[model]\nbase_url = "https://a/v1?key=1"', f"FILE: 'model.base_url' must be {ADDRESS}."),
        ('[model]\nbase_url = "http://[::1/v1"', f"FILE: 'model.base_url' must be {ADDRESS}."),
        ('[model]\nbase_url = "file:///etc/passwd"', f"FILE: 'model.base_url' must be {ADDRESS}."),
        ('brian = "auto"', "FILE: there is no setting 'brian'. Did you mean 'brain'?"),
        ('base_url = "http://a"', "FILE: there is no setting 'base_url'. Did you mean 'model.base_url'?"),
        ("[model]\ntime_out = 1", "FILE: there is no setting 'model.time_out'. Did you mean 'model.timeout'?"),
        ("[xyzzy]\na = 1", f"FILE: there is no setting 'xyzzy'. There are {', '.join(SETTINGS)}."),
        ('model = "gpt"', "FILE: 'model' is a section; begin it with the line [model]."),
        ("brain = auto", "FILE is no TOML: Invalid value (at line 1, column 9)."),
        (b'name = "\xff"', "FILE cannot be read: it is no UTF-8 text."),
    ],
)
def test_what_is_wrong_is_named(configured: Configured, text: str | bytes, said: str) -> None:
    assert fault(configured(text)) == said


def test_a_variable_that_is_wrong_is_named(configured: Configured) -> None:
    assert fault(configured("", ASCENT_BRAIN="gpt")) == "ASCENT_BRAIN must be one of offline, openai, auto."
    assert fault(configured("", OPENAI_BASE_URL="x")) == f"OPENAI_BASE_URL must be {ADDRESS}."


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    environment = {"ASCENT_CONFIG": str(tmp_path / "none.toml")}
    assert fault(environment) == "There is no file FILE, which ASCENT_CONFIG names."
    assert fault({"ASCENT_CONFIG": str(tmp_path)}).startswith("FILE cannot be read: ")


@given(st.text(max_size=60) | st.sampled_from(sorted(SETTINGS)).map(lambda name: f"{name} = 1"))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        said = str(load_config({"ASCENT_CONFIG": str(path)}).path)
    except ConfigError as error:
        said = error.message
    assert str(path) in said


# ---- the command --------------------------------------------------------------------------------


def test_show(ascent: Ascent, configured: Configured, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = configured('brain = "auto"\n[model]\nbase_url = "http://localhost:1234/v1"', OPENAI_API_KEY=KEY)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    path = environment["ASCENT_CONFIG"]
    code, out, err = ascent("config", "--json")
    content: dict[str, Any] = json.loads(out)
    assert (code, err, content["path"], content["exists"]) == (0, "", path, True)
    assert content["settings"]["brain"] == {"value": "auto", "from": path}
    assert content["settings"]["log"] == {"value": True, "from": "default"}
    assert content["key"] == {"variable": "OPENAI_API_KEY", "present": True, "needed": True}
    shown = ascent("config", "--brain", "offline")[1]
    assert shown.splitlines()[0] == path
    assert "brain              offline                   --brain\n" in shown
    assert shown.endswith("Key: OPENAI_API_KEY is set.\n")
    assert [KEY[place : place + 8] for place in range(len(KEY) - 7) if KEY[place : place + 8] in out + shown] == []
    monkeypatch.delenv("OPENAI_API_KEY")
    assert ascent("config")[1].endswith("Key: OPENAI_API_KEY is not set, and not needed there.\n")


def test_a_broken_file_is_wrong_usage_for_what_needs_it_only(
    ascent: Ascent, configured: Configured, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    monkeypatch.setenv("ASCENT_CONFIG", configured("brain = 7")["ASCENT_CONFIG"])
    for arguments in (("config",), ("ask", "How many customers?"), ("chat",)):
        code, out, err = ascent(*arguments, "--workspace", workspace)
        assert (code, out) == (2, "")
        assert err.endswith("config.toml: 'brain' must be one of offline, openai, auto.\n")
    assert ascent("status", "--workspace", workspace)[0] == 0


def test_the_brain_of_the_file_is_chosen(
    ascent: Ascent, configured: Configured, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    """An option and a variable go before it."""
    monkeypatch.setenv("ASCENT_CONFIG", configured('brain = "auto"')["ASCENT_CONFIG"])
    shown = json.loads(ascent("config", "--json")[1])["settings"]["brain"]["value"]
    assert shown == "auto"
    monkeypatch.setenv("ASCENT_BRAIN", "offline")
    assert ascent("ask", "How many customers?", "--workspace", workspace)[0] == 0
    monkeypatch.delenv("ASCENT_BRAIN")
    assert ascent("ask", "How many customers?", "--workspace", workspace, "--brain", "offline")[0] == 0


def test_init_writes_an_example_that_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    done = process("config", "init", ASCENT_CONFIG=str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Wrote {path}. It changes nothing until you edit it.\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["config.toml"]
    assert load_config({"ASCENT_CONFIG": str(path)}) == Config(model=ModelConfig(base_url=OPENAI), path=path)


def test_init_asks_before_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("broken", encoding="utf-8")
    done = process("config", "init", text="n\n", ASCENT_CONFIG=str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Replace {path} with the example? [y/N] Nothing was written.\n"
    assert path.read_text(encoding="utf-8") == "broken"
    done = process("config", "init", "--yes", "--json", ASCENT_CONFIG=str(path))
    assert (done.returncode, json.loads(done.stdout)) == (0, {"written": str(path)})
    assert path.read_text(encoding="utf-8") == EXAMPLE


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = process("config", "init", ASCENT_CONFIG=str(tmp_path / "file" / "config.toml"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "config.toml cannot be written: " in done.stderr


def test_the_example_holds_every_setting_with_its_default() -> None:
    lines = [line.removeprefix("# ") for line in EXAMPLE.splitlines()]
    content = tomllib.loads("\n".join(line for line in lines if " = " in line or line == "[model]"))
    model = content.pop("model")
    named = content | {f"model.{name}": value for name, value in model.items()}
    defaults = {name: found.value for name, found in effective_settings({"ASCENT_CONFIG": os.devnull}).items()}
    assert list(named) == list(SETTINGS)
    assert named | {"model.api_version": ""} == defaults
