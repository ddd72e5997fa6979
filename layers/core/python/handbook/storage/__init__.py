"""DynamoDB, through PynamoDB, and nowhere else. Repositories take and return domain objects."""
