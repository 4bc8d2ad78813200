"""The shell: command line, configuration, mailboxes, outbox, timetable."""
