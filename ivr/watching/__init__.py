"""Use cases: what a service tells about itself. What is counted in memory, what one process of a machine looks at
beside the calls, who is told of an alarm, the morning's digest. On the way of a call stands `counts` alone.
"""
