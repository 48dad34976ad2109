"""The chat without JavaScript: its forms, its pages, its sealing."""
