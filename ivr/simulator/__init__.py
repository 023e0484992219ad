"""A stand-in carrier and phone: places simulated calls against the service and referees what it answers.

Shares no code with the rest of the service but `ivr.errors`, so that the two prove each other.

What it does not do: speech recognition, GET webhooks, cookies, redirects by HTTP, retries, the fallback URL, SSML,
recordings, conferences, queues, SIP. A document that asks for one of these is refused by name; the real carrier would
know some of them.
"""
