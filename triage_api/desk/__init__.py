"""The desk: counsellors' accounts, sign-in and duty, and what a counsellor may do with cases. It opens nothing."""
