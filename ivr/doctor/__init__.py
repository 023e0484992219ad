"""Use case: is this machine fit to take calls? Looks, calls itself through its public address,
and changes nothing."""
