"""The phone simulator: a double of the provider's API (Twilio's Messages), and phones on a page to try SMS with.

It is for the demo and for tests. Nothing here serves people, no text leaves the machine, and only numbers that are
reserved for fiction exist. Lykta's own parts know nothing of it: to them it is the provider at `sms_api`.
"""
