"""Calls from one process to a service over the bus, at most once per message that arrives.

Nameko's containers and workers, with our own messages: direct reply-to, no confirms, nothing
persistent, and all calls of one hub turn to one service in one message.
"""
