"""The logged calls again, on another plan: which go the same way, reach a person who did not, are lost who were not.

`visit` reads from the log what the caller and the desks did, `player` lets them do it on a plan, `ways` compares.
A use case over core and store; must not put anything into words, and must not write anything.

What the log cannot answer is decided so:

- A key belongs to the choice the caller made among the options heard then. The same keys are pressed again, one at
  each menu that waits for one, after as long a time. Who had pressed all keys is silent at a further menu.
- A line is known again by its name, or else by its number. When it rings it does what it did then: first what it did
  the first time, and so on; after its last time it goes on as at its last. A line that rang longer unanswered than it
  did then is taken not to answer. Several lines at once: as they did at once, else as each of them did.
- A line of which the log tells nothing is taken not to answer, and is named in `Played.guessed`.
- The caller hangs up as long after the beginning as then, but never in a conversation, and never while the call goes
  exactly as it did and has not come to that point. Who did not hang up then waits as long as it takes.
- Switches and announcements of operators hold as they held then.
"""
