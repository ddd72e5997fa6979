"""What requests to DynamoDB consume, reckoned from what crosses the wire: emulators answer with constants."""
