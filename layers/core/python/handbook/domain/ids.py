"""A type for each identifier, so that two of them cannot be mixed up."""

from typing import NewType

AccountId = NewType("AccountId", str)
"""A family member's account: the user name in the families' pool, a random UUID."""
StaffId = NewType("StaffId", str)
"""A member of staff: the user name in the staff pool."""
UnitId = NewType("UnitId", str)
HandbookId = NewType("HandbookId", str)
DoseId = NewType("DoseId", str)
NotGivenId = NewType("NotGivenId", str)
ConditionId = NewType("ConditionId", str)
ScreeningId = NewType("ScreeningId", str)
MeasurementId = NewType("MeasurementId", str)
EntryId = NewType("EntryId", str)
"""A recorded finding, milestone check, feeding record, supplement or dental check."""
InvitationId = NewType("InvitationId", str)
"""An invitation to a handbook; its secret is another."""
IdentifierId = NewType("IdentifierId", str)
"""A recorded identifier; its value is never an id of ours."""
AttachmentId = NewType("AttachmentId", str)
GrantId = NewType("GrantId", str)
"""A share, an appointment, a referral or a break-glass."""
BatchId = NewType("BatchId", str)
PhoneE164 = NewType("PhoneE164", str)
"""A Vietnamese mobile number as +84 and nine digits."""
PhoneIndex = NewType("PhoneIndex", str)
"""Keyed hash of a number: finds an account without showing the number."""
CommuneCode = NewType("CommuneCode", str)
"""Five digits, with leading zeros (Decision 19/2025/QD-TTg)."""
LONGEST_ID = 64
"""Identifiers are UUIDs; what is longer was never issued, and no key of a table may hold it."""
ProvinceCode = NewType("ProvinceCode", str)
"""Two digits, with leading zeros (Decision 19/2025/QD-TTg)."""
