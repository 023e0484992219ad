"""A log to look at: years of calls as they could have been, each decided by the real engine on what is live.

`visitors` are the callers and desks, `days` says which days are the same to the engine, `copies` moves a call from one
such day to another, `filling` writes as many as are asked for. A use case over core and store. A copy is what the
engine would have logged (a test plays copies again); only its id, its caller and its time are others. Goes straight
into an empty log and past the journal, so that nothing of it can come back into an office's own.
"""
