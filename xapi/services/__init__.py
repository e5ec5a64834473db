"""Every write of the app: the outbox, the store, its keys, and what leaves for other stores."""
