"""`action_ask_consent`: before a human reads anything, the person is told who, what, how long, and asked.

Nobody is asked for a yes that could lead nowhere: without a reader on the roster that is said in its place.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.deliver import Queue
from actions.directory.kept import Kept
from actions.directory.reading import MalformedContent
from actions.directory.texts import Texts
from actions.next_shift import day_and_time
from actions.readers import Readers


class ActionAskConsent(Action):
    """Asks for consent; when nobody is on duty it says so first, before the person decides or writes more, and when
    somebody is planned to be, if somebody is.

    A friend hears that their worry can be handed over as it is, without the other person's name. By text that stands in
    what MORE sends, since the question itself has to be short.
    """

    def __init__(
        self,
        readers: Readers,
        queue: Queue,
        days: Kept[Texts],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.readers, self.queue, self.days, self.clock = readers, queue, days, clock

    def name(self) -> str:
        return "action_ask_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """A queue that does not answer counts as nobody on duty: better too little promised than too much."""
        if not self.readers.anybody(self.clock()):
            dispatcher.utter_message(response="utter_handoff.no_reader")
            # A yes of before was given to another question: the next is asked for anew.
            return [SlotSet("case_verifier", None)] if tracker.get_slot("case_verifier") else []
        duty = await self.queue.duty()
        if duty is None or not duty.on_duty:
            dispatcher.utter_message(response="utter_handoff.nobody_on_duty")
            told = duty.next and self._told(duty.next, tracker.get_slot("language")) if duty else None
            if told:
                dispatcher.utter_message(response="utter_handoff.next_shift", day=told["day"], time=told["time"])
        if tracker.get_slot("writer") == "friend" and tracker.get_slot("channel") != "sms":
            dispatcher.utter_message(response="utter_handoff.concern")
        dispatcher.utter_message(response="utter_handoff.consent")
        return []

    def _told(self, begins: datetime, language: object) -> dict[str, str] | None:
        """A mistake in a phrase file takes away this sentence, and nothing else."""
        try:
            days = self.days.now()
        except MalformedContent:
            return None
        return day_and_time(begins, self.clock(), days.get(str(language), days["en"]))
