"""The rota: who is planned to be on call, when, in which tier. Going on duty stays a counsellor's own act."""
