"""The console's own database: accounts, sessions, limits, the access log. Another file (another schema on PostgreSQL)
than the call log, so that each has one writer's rules. Knows nothing of pages and of passwords' rules.
"""
