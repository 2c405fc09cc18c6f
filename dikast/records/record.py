"""The base of every record: frozen, closed to unknown fields, plain JSON."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that goes to JSON and back without loss; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")
