"""What protobuf's releases from 3.20 on name differently: the one module that knows of more than one of them.

People who use pycaffe are bound to 3.20. All implementations of protobuf (C++, upb, Python) do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf import __version__, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message


def class_maker(pool: DescriptorPool) -> Callable[[Any], type[Message]]:
    """A function that gives the class of the messages that a descriptor in `pool` describes."""
    if not hasattr(message_factory, "GetMessageClass"):  # before 4.22
        old: Callable[[Any], type[Message]] = message_factory.MessageFactory(pool).GetPrototype  # type: ignore[attr-defined]
        return old
    make: Callable[[Any], type[Message]] = message_factory.GetMessageClass
    if not __version__.startswith("4."):
        return make
    kept: dict[str, type[Message]] = {}  # upb 4.22 to 4.24 crashes on messages whose class does not exist yet

    def make_all(descriptor: Any) -> type[Message]:
        stack = [descriptor]
        while stack:
            found = stack.pop()
            if found.full_name not in kept:
                kept[found.full_name] = make(found)
                stack += [field.message_type for field in found.fields if field.message_type is not None]
        return kept[descriptor.full_name]

    return make_all


def unknown_fields(message: Any) -> Any:
    """The fields of `message` itself that its class does not know, each with a `field_number`."""
    try:
        from google.protobuf.unknown_fields import UnknownFieldSet  # since 4.21
    except ImportError:
        return message.UnknownFields()
    return UnknownFieldSet(message)


if hasattr(FieldDescriptor, "is_repeated"):  # since 6.31

    def is_repeated(field: Any) -> bool:
        """Whether the field with this descriptor is repeated."""
        repeated: bool = field.is_repeated
        return repeated

else:

    def is_repeated(field: Any) -> bool:
        """Whether the field with this descriptor is repeated."""
        repeated: bool = field.label == field.LABEL_REPEATED
        return repeated
