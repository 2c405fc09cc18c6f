"""WorkerSession: what the driver of a run does for one worker: slots of the limits, and the journal."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from dikast.errors import BadInput
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.executors.rpc import RpcAnswer, RpcFields
from dikast.experiments.journals import StoredFailure, StoredReply
from dikast.experiments.limits import BudgetSpent, PlannedCall, Reservation, Slot
from dikast.records import Usage


class WorkerSession:
    """Serves one worker from the run's one stack, and takes everything back when the worker is gone.

    The worker requests `claim_call` before a call: the call is then its own, until it sends `release_call`. It requests
    `acquire_slot` for a slot of the limits, until it sends `release_slot`, and `reserve` for what the call may take of
    the budget, until it sends `release_reservation`. Replies and failures go into the journal by
    `put_reply` and `put_failure`. The worker numbers its claims and its slots. So an episode that gives up waiting for
    a call releases its own claim, not the claim of another episode of the same worker, which is making the call.
    """

    def __init__(self, stack: AgentStack) -> None:
        self._stack = stack
        self._claims: dict[int, bytes] = {}
        self._slots: dict[int, tuple[AbstractAsyncContextManager[Slot], Slot]] = {}
        self._reservations: dict[int, tuple[AbstractAsyncContextManager[Reservation], Reservation]] = {}

    async def on_request(self, method: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        """The answer to a request of the worker."""
        match method:
            case "claim_call":
                return await self._claim_call(fields["claim"], bytes.fromhex(fields["key"]))
            case "acquire_slot":
                return await self._acquire_slot(fields)
            case "reserve":
                return await self._reserve(fields)
            case "put_reply":
                return await self._put_reply(bytes.fromhex(fields["key"]), fields["agent"], tail)
            case "put_failure":
                failure = StoredFailure(error=fields["error"], message=fields["message"])
                await self._stack.journal.put_failure(bytes.fromhex(fields["key"]), fields["agent"], failure)
                return {}, b""
        raise BadInput(f"a worker asked for {method!r}: it has another version of Dikast")

    async def on_notification(self, method: str, fields: RpcFields) -> None:
        """Acts on a notification of the worker."""
        if method == "release_call":
            self._release_call(fields["claim"])
        elif method == "release_slot":
            await self._release_slot(fields)
        elif method == "release_reservation":
            await self._release_reservation(fields)

    async def close(self) -> None:
        """Takes back all that the worker held."""
        for claim in tuple(self._claims):
            self._release_call(claim)
        for slot in tuple(self._slots):
            await self._release_slot({"slot": slot, "failure": "worker died"})
        for reservation in tuple(self._reservations):
            await self._release_reservation({"reservation": reservation})

    async def _claim_call(self, claim: int, key: bytes) -> RpcAnswer:
        """Waits until the call is the worker's own, then answers with what the journal has for it."""
        await self._stack.call_locks.acquire(key)
        self._claims[claim] = key
        try:
            entry = await self._stack.journal.get(key)
        except BaseException:
            self._release_call(claim)
            raise
        if entry is None:
            return {"stored": None}, b""
        if isinstance(entry, StoredFailure):
            return {"stored": "failure"}, entry.model_dump_json().encode()
        self._stack.meter.replayed += 1
        return {"stored": "reply"}, entry.model_dump_json().encode()

    def _release_call(self, claim: int) -> None:
        """Lets others make the call that the worker claimed."""
        key = self._claims.pop(claim, None)
        # A claim whose request was cancelled while it waited was never made.
        if key is not None:
            self._stack.call_locks.release(key)

    async def _acquire_slot(self, fields: RpcFields) -> RpcAnswer:
        """Waits for a slot of the model's limits, and enters it for the worker."""
        limiter = self._stack.limiter(fields["model"])
        context = limiter.slot(fields["tokens"])
        slot = await context.__aenter__()
        self._slots[fields["slot"]] = (context, slot)
        self._stack.meter.in_flight += 1
        return {}, b""

    async def _release_slot(self, fields: RpcFields) -> None:
        """Takes a slot back, with what the call used or how it failed."""
        entered = self._slots.pop(fields["slot"], None)
        # A slot whose request was cancelled while it waited was never entered.
        if entered is None:
            return
        context, slot = entered
        self._stack.meter.in_flight -= 1
        self._report_use(slot, fields)
        failure = fields.get("failure")
        if not failure:
            await context.__aexit__(None, None, None)
            return
        # The limiter learns nothing from a call that failed, unless it was refused.
        await context.__aexit__(RuntimeError, RuntimeError(failure), None)

    async def _reserve(self, fields: RpcFields) -> RpcAnswer:
        """Waits until what the call may take is set aside, or answers that there is nothing left for it."""
        budget = self._stack.budget
        if budget is None:
            raise BadInput("a worker asked for a reservation: its files differ from the driver's")
        context = budget.reserve(PlannedCall.model_validate(fields["call"]))
        try:
            reservation = await context.__aenter__()
        except BudgetSpent as spent:
            return {"spent": str(spent)}, b""
        self._reservations[fields["reservation"]] = (context, reservation)
        return {}, b""

    async def _release_reservation(self, fields: RpcFields) -> None:
        """Takes back what was set aside for a call, with what it took."""
        entered = self._reservations.pop(fields["reservation"], None)
        # A reservation whose request was cancelled while it waited was never made.
        if entered is None:
            return
        context, reservation = entered
        usage = fields.get("usage")
        if usage is not None:
            reservation.used(Usage.model_validate(usage))
        await context.__aexit__(None, None, None)

    def _report_use(self, slot: Slot, fields: RpcFields) -> None:
        """Tells the limits and the meter what became of the call."""
        meter = self._stack.meter
        used = fields.get("used")
        if used is not None:
            slot.used(used)
        if fields.get("refused"):
            slot.refused(fields.get("retry_after_s"))
            meter.refused += 1
        elif fields.get("failure"):
            meter.failures[fields["failure"]] += 1

    async def _put_reply(self, key: bytes, agent: str, tail: bytes) -> RpcAnswer:
        """Keeps a reply. The answer's tail is empty, or the reply that the journal had for this call already."""
        reply = StoredReply.model_validate_json(tail)
        self._stack.meter.answered(reply.usage)
        stored = await self._stack.journal.put(key, agent, reply)
        if stored is reply:
            return {}, b""
        return {}, stored.model_dump_json().encode()
