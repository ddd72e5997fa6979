"""The environment that the functions get from template.yaml, for tests. Import it before anything of ours:
PynamoDB binds table names when a model class is made.
"""

import os

TABLES = {
    "DIRECTORY_TABLE": "DirectoryTable",
    "RECORDS_TABLE": "RecordsTable",
    "CODES_TABLE": "CodesTable",
    "REMINDERS_TABLE": "RemindersTable",
    "AUDIT_TABLE": "AuditTable",
    "TRANSIENT_TABLE": "TransientTable",
}
"""Environment variable and the template's logical id, which is the table's name in tests."""

os.environ.update(
    {
        **TABLES,
        "AWS_REGION": "ap-southeast-1",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "STAGE": "test",
        "POWERTOOLS_SERVICE_NAME": "handbook",
        "POWERTOOLS_METRICS_NAMESPACE": "Handbook",
        "CODE_HOST": "SOMEVABE.VN",
        "SMS_SENDER_ID": "SoMeVaBe",
        "EMAIL_SENDER": "khong-tra-loi@somevabe.example",
        "SIGN_IN_SECRET": "sign-in",
        "PHONE_SECRET": "phone",
        "CODE_SECRET": "code",
        "PROVIDER_SECRET": "providers",
        "STAFF_CLIENT_SECRET": "staff-client",
    }
)
for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
    os.environ.pop(name, None)
