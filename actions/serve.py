"""Runs the action server on loopback: `python -m actions.serve`. It logs nothing and ends when its parent ends."""

import logging
import warnings

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.ask_consent import ActionAskConsent
from actions.deliver import Queue
from actions.directory.kept import Kept
from actions.directory.reading import read_directory
from actions.directory.texts import read_phrases, read_place_names
from actions.find_help import ActionFindHelp
from actions.hand_off import ActionHandOff
from actions.next_shift import read_days
from actions.readers import Readers
from actions.settings import Settings


def executor(settings: Settings) -> ActionExecutor:
    """The three actions, wired. rasa-sdk would find subclasses by importing packages; ours are named instead."""
    queue = Queue(settings.queue_url, settings.internal_key_file, settings.deliver_seconds)
    readers = Readers(settings.roster_file, settings.root_public_key_file)
    actions = ActionExecutor()
    actions.register_action(ActionAskConsent(readers, queue, Kept(settings.content / "phrases", read_days)))
    actions.register_action(ActionHandOff(readers, queue))
    actions.register_action(
        ActionFindHelp(
            Kept(settings.content / "directory", read_directory),
            Kept(settings.content / "phrases", read_phrases),
            Kept(settings.places_file, read_place_names),
        )
    )
    return actions


def main() -> None:
    """Serves until ended. rasa-sdk's error log would hold tracker contents, so logging and warnings are off."""
    from triage_api.process import end_with_parent, leave_no_core

    end_with_parent()
    leave_no_core()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    settings = Settings()
    app = create_app(executor(settings), cors_origins=[])
    app.run(host="127.0.0.1", port=settings.actions_port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
