"""Every setting in one typed place. Each can be set by an environment variable STEMFINDER_<NAME> or in a file named .env."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.catalogue.files import RECORDS
from knowledge.errors import SettingsError

PACKAGED_MODEL = "packaged:all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """Settings of finder, indexer and supervisor; docs/settings.md is generated from the descriptions."""

    model_config = SettingsConfigDict(env_prefix="STEMFINDER_", env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address the website listens on. Loopback unless told otherwise.")
    port: int = Field(8080, ge=1, le=65535, description="Port of the website.")
    actions_port: int = Field(5055, ge=1, le=65535, description="Loopback port on which Rasa calls the actions.")
    rasa_port: int = Field(5005, ge=1, le=65535, description="Loopback port of Rasa.")
    public_url: str = Field("", description="Address under which visitors reach the site; empty means the request's own.")
    language: str = Field(
        "en", pattern="^[a-z]{2,3}$", description="Language of the pages' own words: the name of a folder of bot/texts."
    )
    widget_origins: tuple[str, ...] = Field(
        ("*",), description="Sites that may call the chat from their pages (CORS), as a JSON list; * means any."
    )
    var: Path = Field(Path("var"), description="Folder for everything that is built or stored: model, index, Rasa's models.")
    store: Path | None = Field(
        None, description="The SQLite file of offers, needs and feedback; `store/stemfinder.sqlite` in the var folder if unset."
    )
    submission_days: int = Field(365, ge=1, description="Days an offer or a need left in the chat is kept, then deleted.")
    question_days: int = Field(
        365, ge=1, description="Days a question without a good answer is kept for curators, without personal details."
    )
    outbox: Path | None = Field(None, description="Folder of mail that waits to be sent; `outbox` in the var folder if unset.")
    outbox_days: int = Field(30, ge=1, description="Days a mail is kept in the outbox, then deleted.")
    smtp_host: str = Field("", description="Mail server; empty sends nothing, and mail stays in the outbox as .eml files.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How mail is kept private on its way to the server: STARTTLS, TLS from the start, or not at all."
    )
    smtp_user: str = Field("", description="User at the mail server; empty signs in as nobody.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    mail_sender: str = Field("", description="Address mail comes from, such as `STEM finder <hub@example.org>`; needed to send.")
    mail_curators: str = Field("", description="Address told of every offer and need left on the website; empty for nobody.")
    form_secret: SecretStr = Field(
        SecretStr(""), description="Secret of the website's forms, shared by all finders; made anew at each start if empty."
    )
    submissions_per_minute: int = Field(
        20, ge=1, description="Forms of offers, needs and withdrawals that one address may send a minute, on average."
    )
    desk_hours: float = Field(8, gt=0, description="Hours after signing in at the curators' desk until one must sign in again.")
    desk_two_people: bool = Field(
        False, description="Whether an edit at the desk waits until a second curator has looked at it and publishes it."
    )
    desk_passwords: bool = Field(
        True, description="Whether curators may sign in with passwords; where not, the OpenID provider alone lets them in."
    )
    oidc_issuer: str = Field(
        "", description="OpenID provider with which curators may sign in, such as `https://id.example.org`; empty for none."
    )
    oidc_client_id: str = Field("", description="The desk's name at the OpenID provider.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="The desk's secret at the OpenID provider; empty where it gives none."
    )
    oidc_name: str = Field("", description="What curators call the OpenID provider, on the button; its address if empty.")
    catalogue: Path = Field(RECORDS, description="Folder of catalogue records.")
    model: str = Field(
        PACKAGED_MODEL, description="Embedding model: the packaged one, a folder, or any sentence-transformers name."
    )
    backend: Literal["onnx-int8", "onnx", "torch"] = Field(
        "onnx-int8", description="How the model runs: ONNX with int8 weights, ONNX float32, or torch."
    )
    encoder_threads: int = Field(1, ge=1, description="Threads for embedding one question.")
    rasa_python: Path = Field(
        Path(".venv-rasa/bin/python"), description="Python 3.10 of the environment in which Rasa is installed."
    )
    rasa_token: SecretStr = Field(
        SecretStr(""), description="Secret between finder and Rasa; made anew by `stemfinder chat` if empty."
    )
    actions_token: SecretStr = Field(SecretStr(""), description="Secret between Rasa and the actions; likewise.")
    rasa_timeout: float = Field(4.0, gt=0, description="Seconds to wait for Rasa before answering from search alone.")
    conversation_minutes: int = Field(60, ge=1, description="Minutes after the last message until a conversation is forgotten.")
    conversations_kept: int = Field(10_000, ge=1, description="Most conversations kept in memory at once; the oldest go first.")
    messages_per_minute: int = Field(
        600, ge=1, description="Messages one address may send a minute, on average; a whole school may share one address."
    )
    trust_forwarded_for: bool = Field(False, description="Take the visitor's address from X-Forwarded-For (behind a proxy).")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much the finder logs.")

    def with_address(self, host: str | None, port: int | None) -> Settings:
        """Return these settings with another host or port of the website, where one is given."""
        given = {"host": host, "port": port}
        return self.model_copy(update={key: value for key, value in given.items() if value is not None})

    @property
    def store_path(self) -> Path:
        """The file of what visitors left: offers, needs, feedback."""
        return self.store or self.var / "store" / "stemfinder.sqlite"

    @property
    def outbox_folder(self) -> Path:
        """The folder of mail that waits."""
        return self.outbox or self.var / "outbox"

    @property
    def index_folder(self) -> Path:
        """Folder of index snapshots."""
        return self.var / "index"

    @property
    def model_folder(self) -> Path:
        """Folder of the exported embedding model."""
        return self.var / "models" / "default"

    @property
    def rasa_models_folder(self) -> Path:
        """Folder of trained Rasa models."""
        return self.var / "rasa"


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a variable has a value that cannot work; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        name = f"STEMFINDER_{'_'.join(str(part) for part in detail['loc'])}".upper()
        raise SettingsError(f"The setting {name} cannot be used: {detail['msg']}.", "See docs/settings.md.") from error
