"""What is worked out when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_Kept = TypeVar("_Kept")


class once(Generic[_Kept]):  # noqa: N801 - a decorator, as `property` is
    """A property that is worked out once: `functools.cached_property` as it is from Python 3.12 on.

    Until then that takes a lock, which costs more than most of what is kept here. Nothing here needs one: who asks
    twice at the same time gets the same twice.
    """

    def __init__(self, work: Callable[[Any], _Kept]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> _Kept: ...
    def __get__(self, instance: object, owner: type | None = None) -> "Self | _Kept":
        if instance is None:
            return self
        found = instance.__dict__[self.name] = self.work(instance)
        return found
