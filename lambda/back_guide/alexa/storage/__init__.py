"""What survives a session: one small item a listener, in DynamoDB, in a file of SQLite, or in memory.

Nothing here is imported before it is used: boto3 and sqlite3 cost more than a whole turn.
"""

from back_guide.alexa.storage.settings import from_settings
from back_guide.alexa.storage.visit import Storage, Visit

__all__ = ["Storage", "Visit", "from_settings"]
