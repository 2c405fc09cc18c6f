"""An agent of your own is an async callable: a Request goes in, a str or a Reply comes out.

    dikast ask "Which is heavier, a litre of water or a litre of oil?" --choice "the water" --choice "the oil" \\
        --protocol debate --debater examples.plugged:careful_debater --judge examples.plugged:weighing_judge
"""

import math

from dikast import Reply, Request


async def careful_debater(request: Request) -> str:
    """Argues the side it was given; what it may see stands in the messages."""
    side = request.question.choices[request.argues or 0]
    return f"In round {request.round} I hold to this: the answer is {side}, since oil floats on water."


async def weighing_judge(request: Request) -> Reply:
    """Gives its belief as log-probabilities where a verdict is asked for; asks a question otherwise."""
    if request.purpose == "ask":
        return Reply(text="What would I see if the other were right?")
    return Reply(text="Answer: A", choice_logprobs={"A": math.log(0.8), "B": math.log(0.2)})
