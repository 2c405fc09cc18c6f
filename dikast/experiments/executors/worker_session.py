"""Desk: what one worker is given by the process that drives the run: slots of the limits, and the journal."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from dikast.errors import BadInput
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.executors.rpc import RpcAnswer, RpcFields
from dikast.experiments.journals import StoredFailure, StoredReply
from dikast.experiments.limits import Slot


class WorkerSession:
    """Serves one worker from the run's one stack, and takes everything back when the worker is gone.

    A worker asks for `board` before a call (the call is then its own, until it says `land`), `enter` for a slot (until
    it says `leave`), and has answers and failures `put` into the journal. Both are numbered by the worker, so that who
    gives up waiting for a call takes nothing from another episode of that worker, which makes it.
    """

    def __init__(self, stack: AgentStack) -> None:
        self._stack = stack
        self._boarded: dict[int, bytes] = {}
        self._slots: dict[int, tuple[AbstractAsyncContextManager[Slot], Slot]] = {}

    async def answer(self, do: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        """What a worker asks for."""
        match do:
            case "board":
                return await self._board(fields["boarding"], bytes.fromhex(fields["key"]))
            case "enter":
                return await self._enter(fields)
            case "put":
                return await self._put(bytes.fromhex(fields["key"]), fields["agent"], tail)
            case "put_failure":
                refused = StoredFailure(error=fields["error"], message=fields["message"])
                await self._stack.journal.put_failure(bytes.fromhex(fields["key"]), fields["agent"], refused)
                return {}, b""
        raise BadInput(f"a worker asked for {do!r}: it has another version of Dikast")

    async def hear(self, do: str, fields: RpcFields) -> None:
        """What a worker tells."""
        if do == "land":
            self._land(fields["boarding"])
        elif do == "leave":
            await self._leave(fields)

    async def _leave(self, fields: RpcFields) -> None:
        """Takes a slot back, with what was learnt; one that was never entered, or left before, is nothing."""
        held = self._slots.pop(fields["slot"], None)
        if held is None:
            return
        context, slot = held
        meter = self._stack.meter
        meter.in_flight -= 1
        if fields.get("used") is not None:
            slot.used(fields["used"])
        if fields.get("refused"):
            slot.refused(fields.get("retry_after_s"))
            meter.refused += 1
        elif fields.get("failure"):
            meter.failures[fields["failure"]] += 1
        failure = RuntimeError(fields["failure"]) if fields.get("failure") else None
        await context.__aexit__(type(failure) if failure else None, failure, None)

    async def clear(self) -> None:
        """Takes back all that the worker held."""
        for number in tuple(self._boarded):
            self._land(number)
        for slot in tuple(self._slots):
            await self._leave({"slot": slot, "failure": "worker died"})

    async def _board(self, number: int, key: bytes) -> RpcAnswer:
        await self._stack.flights.board(key)
        self._boarded[number] = key
        try:
            found = await self._stack.journal.get(key)
        except BaseException:
            self._land(number)
            raise
        if isinstance(found, StoredReply):
            self._stack.meter.replayed += 1
            return {"found": "answer"}, found.model_dump_json().encode()
        if isinstance(found, StoredFailure):
            return {"found": "failure"}, found.model_dump_json().encode()
        return {"found": None}, b""

    def _land(self, number: int) -> None:
        if (key := self._boarded.pop(number, None)) is not None:
            self._stack.flights.land(key)

    async def _enter(self, fields: RpcFields) -> RpcAnswer:
        context = self._stack.limiter(fields["model"]).slot(fields["tokens"])
        slot = await context.__aenter__()
        self._slots[fields["slot"]] = (context, slot)
        self._stack.meter.in_flight += 1
        return {}, b""

    async def _put(self, key: bytes, agent: str, tail: bytes) -> RpcAnswer:
        answer = StoredReply.model_validate_json(tail)
        self._stack.meter.answered(answer.usage)
        stands = await self._stack.journal.put(key, agent, answer)
        return {}, b"" if stands is answer else stands.model_dump_json().encode()
