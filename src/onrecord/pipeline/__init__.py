"""The plan and the engines that run it.

May: connect rooms, shard, retry, resume, show progress. May not: hold a rule about content.
"""
