"""The current-Python side of Lykta: the door a person comes in by, the queue of sealed cases, the counsellors' desk."""
