"""An agent of your own is an async function that takes a Request and returns a str or a Reply.

    dikast ask "Which is heavier, a litre of water or a litre of oil?" --choice "the water" --choice "the oil" \\
        --protocol debate --debater examples.plugged:careful_debater --judge examples.plugged:weighing_judge
"""

import math

from dikast import Reply, Request


async def careful_debater(request: Request) -> str:
    """Argues for its side; `request.messages` holds what it may see."""
    side = request.question.choices[request.argues or 0]
    return f"In round {request.round} I hold to this: the answer is {side}, since oil floats on water."


async def weighing_judge(request: Request) -> Reply:
    """Asks a question in a debate, and gives its verdict as log-probabilities of the answers."""
    if request.purpose == "ask":
        return Reply(text="What would I see if the other were right?")
    return Reply(text="Answer: A", choice_logprobs={"A": math.log(0.8), "B": math.log(0.2)})
