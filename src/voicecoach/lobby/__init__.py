"""The conversation before a session: what somebody asks for, and which session that is. Pure."""
