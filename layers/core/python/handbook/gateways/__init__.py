"""Everything else outside the process: Cognito, SMS, S3, secrets, queues."""
