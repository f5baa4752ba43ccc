"""The look: page shell, components, charts, navigation and the roster grid (docs/dev/ui.md)."""
