"""The chat without JavaScript: its forms and its pages."""
