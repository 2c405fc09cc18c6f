"""Record: the base class of everything that is stored."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that goes to JSON and back without loss. An unknown field is an error."""

    # Validators are built when they are first used: a run uses few of some two hundred classes.
    # JSON has no infinite numbers, but a log-probability can be -inf: such numbers are written as strings.
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings", defer_build=True)
