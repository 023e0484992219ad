"""Use cases of accounts: who may sign in, how, and what an admin may change. No page, no cookie, no terminal."""
