"""What stood in clear beside a case, told once when it is over, for counts that keep no row of it."""

from dataclasses import dataclass

from triage_api.queue.endings import EndedBy
from triage_api.words import CaseId, Channel, Language, Level, Writer


@dataclass(frozen=True)
class CaseOverFacts:
    """Times in seconds, rounded down to five minutes; `taken_at` means something only when somebody had taken it."""

    case_id: CaseId
    language: Language
    channel: Channel
    writer: Writer
    level: Level
    by: EndedBy
    taken_by: str | None
    arrived_at: int
    taken_at: int
    ended_at: int
