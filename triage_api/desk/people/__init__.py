"""Who has an account: for administrators, who remove people and end their sessions."""
