"""How many families have to be told of other vaccination days."""

from handbook.domain.reforecast import Report
from handbook.web.schemas import Body


class MoveAnswer(Body):
    """What a change of vaccination days comes to.

    Of the children of the commune those whose next message names another day, those who were told of a day that is
    gone, and the messages that tell them.
    """

    move_id: str
    state: str
    applies: bool
    children: int
    named_anew: int
    retold: int
    messages: int


def move_answer(report: Report) -> MoveAnswer:
    """Write a report as JSON; while it is running, the numbers are those so far."""
    return MoveAnswer(
        move_id=report.job.job_id,
        state="finished" if report.finished else report.job.state.value,
        applies=report.job.applies,
        children=report.children,
        named_anew=report.changed,
        retold=report.retold,
        messages=report.retold_messages,
    )
