"""Letters: from a decision to the bytes that go into the outbox."""
