"""The table of attack operators; each stands beside the clean twin that looks most like it."""
OPERATORS = []


class Operator:
    def __init__(self, run, trick, name, group, types, roster, alerts):
        self.run, self.trick, self.name, self.group = run, trick, name, group
        self.types, self.roster, self.alerts = types, roster, alerts


def operator(trick, name, group, types=(), roster=("all", "own", "none"), alerts=True):
    """group: identity, account, intent, timing, quote, route, log.  types: the BEC types that are right.
    roster: how much the reader's list of houses may know.  alerts: the whole is worth medium or more
    (False: the sign alone is only a hint, and need not alarm)."""
    def add(run):
        OPERATORS.append(Operator(run, trick, name, group, set(types), roster, alerts))
        return run
    return add
