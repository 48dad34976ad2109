"""What the action server must know, read once at start: where the queue and the content are, and whose roster holds."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The same environment names as the API's settings; no secret among the values, only files."""

    model_config = SettingsConfigDict(env_prefix="LYKTA_", frozen=True)

    var: Path = ROOT / "var"
    content: Path = ROOT / "content"
    places_file: Path = ROOT / "config" / "places.yml"
    port: int = 8000
    actions_port: int = 5055
    deliver_seconds: float = 4.0

    @property
    def roster_file(self) -> Path:
        return self.var / "roster.json"

    @property
    def root_public_key_file(self) -> Path:
        return self.var / "root.pub"

    @property
    def internal_key_file(self) -> Path:
        return self.var / "internal.key"

    @property
    def queue_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/internal"
