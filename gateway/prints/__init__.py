"""Prints: a document that a service tells becomes a PDF, in a worker process, by WeasyPrint where it is installed.

`printing` asks (in the gateway), `worker` renders (in a process of its own), `page` says what a document
looks like. What stands in a document is its owner's and its pack's; only the words of the frame are here.
"""
