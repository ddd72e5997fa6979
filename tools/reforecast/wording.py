"""A job's report in words that a programme officer understands."""

from collections.abc import Iterator, Mapping
from typing import Any

CONTACT = {
    "earlier": "comes earlier",
    "later": "comes later",
    "begins": "comes where none was planned",
    "ends": "is no longer planned",
}
CHANGES = {
    "newly_due": "due now, and was not",
    "no_longer_due": "was due, and is not any more",
    "newly_planned": "a dose is planned where none was",
    "no_longer_planned": "no dose is planned any more",
    "earliest_earlier": "may be given earlier",
    "earliest_later": "may be given only later",
    "recommended_earlier": "recommended earlier",
    "recommended_later": "recommended later",
    "dose_begins_to_count": "a recorded dose begins to count",
    "dose_ceases_to_count": "a recorded dose no longer counts",
}


def sentences(report: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Write the report line by line; `names` maps vaccine groups to what they are called in English."""
    yield _title(report)
    yield f"{_children(report['changed'])} of {report['children']:,} {_are(report['changed'])} touched" + _share(report)
    if any(report["next_contact"].values()):
        yield "\nThe next message to the family"
        yield from _lines(CONTACT, report["next_contact"])
    messages = report["messages"]
    yield (
        f"\nMessages in the {messages['days']} days after, if nobody came: "
        f"{messages['after']:,} in place of {messages['before']:,}"
    )
    for group, changes in sorted(report["groups"].items(), key=lambda one: (-max(one[1].values()), one[0])):
        yield f"\n{names.get(group, group)}"
        yield from _lines(CHANGES, changes)
    if report["applies"]:
        yield f"\n{_children(report['saved'])} planned anew; {report['already_current']:,} stood right already."


def _title(report: Mapping[str, Any]) -> str:
    compared = f"{report['schedule']} in place of {report['from']}, as of {report['on']}"
    if report["state"] != "finished":
        done = f"{report['shards_done']} of {report['shards']} parts are done"
        return f"Job {report['job_id']} is {report['state']}: {compared}; {done}."
    said = "Applied" if report["applies"] else "Dry run, nothing was changed"
    return f"{said}: {compared} (job {report['job_id']})."


def _children(count: int) -> str:
    return f"{count:,} {'child' if count == 1 else 'children'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _share(report: Mapping[str, Any]) -> str:
    if not report["children"]:
        return "."
    return f" ({report['changed'] / report['children']:.1%}); {report['unchanged']:,} stay as they are."


def _lines(words: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[str]:
    for key, phrase in words.items():
        if counts.get(key):
            yield f"{counts[key]:>12,}  {phrase}"


def progress(report: Mapping[str, Any], children_before: int, seconds: float) -> str:
    """Say in one line how far a job is, and how fast it got there."""
    rate = (report["children"] - children_before) / seconds if seconds else 0.0
    return (
        f"{report['shards_done']} of {report['shards']} parts, {_children(report['children'])}, {rate:,.0f} children/s"
    )
