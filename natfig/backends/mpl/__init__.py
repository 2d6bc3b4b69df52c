"""The matplotlib backend."""
