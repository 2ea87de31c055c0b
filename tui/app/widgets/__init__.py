"""The widgets of the desk."""
