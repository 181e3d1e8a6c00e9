"""The address as Streamlit keeps it, without Streamlit."""

from collections.abc import Mapping


class Query(dict[str, str]):
    """Counts how often the browser would be told; an empty list leaves a parameter out."""

    def __init__(self, **query: str) -> None:
        super().__init__(query)
        self.told = 0

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def get_all(self, name: str) -> list[str]:
        return [self[name]]

    def update(self, other: Mapping[str, str | list[str]]) -> None:  # type: ignore[override]
        self.told += 1
        for name, text in other.items():
            if isinstance(text, str):
                self[name] = text
            else:
                self.pop(name, None)

    def from_dict(self, other: Mapping[str, str]) -> None:
        self.told += 1
        self.clear()
        super().update(other)
