"""The REST resources of this app: each handler reads its document, makes one service call, and shows the row."""
