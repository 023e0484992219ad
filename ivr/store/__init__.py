"""What must last: the journal, the log database, the revisions. Decides nothing about calls."""
