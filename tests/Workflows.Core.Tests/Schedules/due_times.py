"""When expressions are due, by croniter and Python's own time zones: the other opinion of CroniterTests.

Reads lines "expression TAB zone TAB from TAB to" (instants as yyyy-mm-ddThh:mm in UTC, from exclusive, to inclusive)
and writes for each a line of the instants due, separated by spaces, or "-" where a field of days holds every day
written out (0-6): croniter takes that for a star, and Kubernetes, as we do, for a restriction. So it does where croniter
gives up the search. croniter is asked about wall time only; what that means when clocks change is worked out here from
the definition, minute by minute.
"""

import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

MINUTE = timedelta(minutes=1)
FORMAT = "%Y-%m-%dT%H:%M"


def wall_at(instant, zone):
    return instant.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def walls_due(expression, start, end):
    times = croniter(expression, start - MINUTE)
    while (due := times.get_next(datetime)) <= end:
        yield due


def by_real_time(expression, zone, start, end):
    # Which walls match, then every minute that really happens is looked up among them.
    margin = timedelta(days=1, hours=3)
    walls = set(walls_due(expression, start - margin, end + margin))
    instant = start + MINUTE
    while instant <= end:
        if wall_at(instant, zone) in walls:
            yield instant
        instant += MINUTE


def by_the_clock(expression, zone, start, end):
    # What the clock has shown so far; each wall time is due when the clock first shows it or something later.
    margin = timedelta(days=1, hours=3)
    walls = list(walls_due(expression, start - margin, end + margin))
    due = 0
    instant = start - margin
    reached = wall_at(instant, zone)
    while due < len(walls) and walls[due] <= reached:
        due += 1
    while instant < end:
        instant += MINUTE
        reached = max(reached, wall_at(instant, zone))
        before = due
        while due < len(walls) and walls[due] <= reached:
            due += 1
        if due > before and instant > start:
            yield instant


def main():
    for line in sys.stdin:
        expression, zone, start, end = line.rstrip("\n").split("\t")
        fields = croniter.expand(expression)[0]
        if any(fields[day] == ["*"] and expression.split()[day] != "*" for day in (2, 4)):
            print("-")
            continue
        hours = fields[1]
        every_hour = hours == ["*"] or len(hours) == 24
        rule = by_real_time if every_hour else by_the_clock
        instants = rule(expression, ZoneInfo(zone), datetime.strptime(start, FORMAT), datetime.strptime(end, FORMAT))
        try:
            print(" ".join(instant.strftime(FORMAT) for instant in instants))
        except CroniterBadDateError:
            print("-")


main()
