"""Reason codes and the sentences a nurse reads for them, in Vietnamese and English."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class ReasonCode(StrEnum):
    """Why a dose was judged so, or why a date is what it is."""

    VALID = "valid"
    VALID_IN_GRACE = "valid_in_grace"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    INTERVAL_TOO_SHORT = "interval_too_short"
    LIVE_CONFLICT = "live_conflict"
    INADVERTENT_PRODUCT = "inadvertent_product"
    WRONG_PRODUCT = "wrong_product"
    WRONG_AGE_FOR_PRODUCT = "wrong_age_for_product"
    PRODUCT_LOCKED = "product_locked"
    SERIES_COMPLETE = "series_complete"
    SUB_POTENT = "sub_potent"
    LOT_EXPIRED = "lot_expired"
    BEFORE_BIRTH = "before_birth"
    IN_FUTURE = "in_future"
    DUPLICATE = "duplicate"
    UNKNOWN_PRODUCT = "unknown_product"
    DATE_UNKNOWN = "date_unknown"
    NOT_IN_SCHEDULE = "not_in_schedule"

    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ALL_DOSES_SKIPPED = "all_doses_skipped"
    IMMUNE = "immune"
    CONTRAINDICATED = "contraindicated"
    PAST_MAX_AGE = "past_max_age"
    CANNOT_FIT_BEFORE_MAX_AGE = "cannot_fit_before_max_age"
    OFFER_ENDED = "offer_ended"
    SEASON_OVER = "season_over"
    NOT_OFFERED_HERE = "not_offered_here"

    MIN_AGE = "min_age"
    OFFERED_AGE = "offered_age"
    MIN_INTERVAL = "min_interval"
    AFTER_LIVE_DOSE = "after_live_dose"
    AFTER_LAST_DOSE = "after_last_dose"
    SEASON_START = "season_start"
    DEFERRED = "deferred"
    RECOMMENDED_AGE = "recommended_age"
    RECOMMENDED_INTERVAL = "recommended_interval"
    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    LATEST_AGE = "latest_age"
    LATEST_INTERVAL = "latest_interval"
    MAX_AGE = "max_age"
    OFFER_END = "offer_end"


_VI: dict[ReasonCode, str] = {
    ReasonCode.VALID: "Liều này hợp lệ.",
    ReasonCode.VALID_IN_GRACE: "Liều này hợp lệ (sớm vài ngày, trong khoảng sai lệch cho phép của lịch).",
    ReasonCode.TOO_YOUNG: "Không tính: trẻ chưa đủ tuổi, sớm nhất là ngày {on}.",
    ReasonCode.TOO_OLD: "Không tính: tiêm khi đã quá tuổi của mũi này (trước ngày {on}).",
    ReasonCode.INTERVAL_TOO_SHORT: "Không tính: quá gần mũi trước, sớm nhất là ngày {on}.",
    ReasonCode.LIVE_CONFLICT: "Không tính: quá gần một vắc xin sống khác, sớm nhất là ngày {on}.",
    ReasonCode.INADVERTENT_PRODUCT: "Không tính: vắc xin này không dùng cho mũi này (tiêm nhầm).",
    ReasonCode.WRONG_PRODUCT: "Không tính: vắc xin này không thuộc lịch tiêm của trẻ.",
    ReasonCode.WRONG_AGE_FOR_PRODUCT: "Không tính: vắc xin này không dùng ở tuổi lúc tiêm.",
    ReasonCode.PRODUCT_LOCKED: "Không tính: phải dùng tiếp đúng loại vắc xin đã bắt đầu.",
    ReasonCode.SERIES_COMPLETE: "Mũi thừa: trẻ đã đủ mũi trước đó.",
    ReasonCode.SUB_POTENT: "Không tính: vắc xin không bảo đảm chất lượng hoặc không đủ liều.",
    ReasonCode.LOT_EXPIRED: "Không tính: lô vắc xin đã hết hạn ngày {on}.",
    ReasonCode.BEFORE_BIRTH: "Không tính: ngày tiêm trước ngày sinh, cần kiểm tra lại.",
    ReasonCode.IN_FUTURE: "Chưa tính: ngày tiêm ở tương lai, cần kiểm tra lại.",
    ReasonCode.DUPLICATE: "Trùng: cùng vắc xin này đã được ghi trong cùng ngày.",
    ReasonCode.UNKNOWN_PRODUCT: "Chưa tính: không rõ loại vắc xin, cần bổ sung.",
    ReasonCode.DATE_UNKNOWN: "Chưa tính: không rõ ngày tiêm, cần bổ sung.",
    ReasonCode.NOT_IN_SCHEDULE: "Không đánh giá: vắc xin này không nằm trong lịch đang dùng.",
    ReasonCode.IN_PROGRESS: "Còn mũi cần tiêm.",
    ReasonCode.COMPLETE: "Đã tiêm đủ mũi.",
    ReasonCode.ALL_DOSES_SKIPPED: "Không cần tiêm thêm, xét theo tiền sử tiêm chủng và tuổi hiện tại.",
    ReasonCode.IMMUNE: "Đã có miễn dịch.",
    ReasonCode.CONTRAINDICATED: "Chống chỉ định.",
    ReasonCode.PAST_MAX_AGE: "Đã quá tuổi tiêm (chỉ tiêm trước ngày {on}).",
    ReasonCode.CANNOT_FIT_BEFORE_MAX_AGE: "Không kịp tiêm trước giới hạn tuổi (ngày {on}).",
    ReasonCode.OFFER_ENDED: "Chương trình không còn tiêm mũi này ở tuổi hiện tại (chỉ trước ngày {on}).",
    ReasonCode.SEASON_OVER: "Đã hết mùa tiêm (ngày {on}).",
    ReasonCode.NOT_OFFERED_HERE: "Chưa triển khai ở nơi cư trú.",
    ReasonCode.MIN_AGE: "Đủ tuổi tối thiểu.",
    ReasonCode.OFFERED_AGE: "Tuổi bắt đầu tiêm trong chương trình.",
    ReasonCode.MIN_INTERVAL: "Đủ khoảng cách tối thiểu với mũi trước.",
    ReasonCode.AFTER_LIVE_DOSE: "Đủ khoảng cách với vắc xin sống đã tiêm.",
    ReasonCode.AFTER_LAST_DOSE: "Không sớm hơn mũi đã tiêm gần nhất.",
    ReasonCode.SEASON_START: "Bắt đầu mùa tiêm.",
    ReasonCode.DEFERRED: "Đang tạm hoãn tiêm: không sớm hơn ngày {on}.",
    ReasonCode.RECOMMENDED_AGE: "Tuổi khuyến nghị.",
    ReasonCode.RECOMMENDED_INTERVAL: "Khoảng cách khuyến nghị với mũi trước.",
    ReasonCode.AS_SOON_AS_POSSIBLE: "Tiêm sớm nhất có thể.",
    ReasonCode.LATEST_AGE: "Quá tuổi này là muộn.",
    ReasonCode.LATEST_INTERVAL: "Quá khoảng cách này là muộn.",
    ReasonCode.MAX_AGE: "Ngày cuối còn được tiêm.",
    ReasonCode.OFFER_END: "Ngày cuối chương trình còn tiêm.",
}

_EN: dict[ReasonCode, str] = {
    ReasonCode.VALID: "The dose counts.",
    ReasonCode.VALID_IN_GRACE: "The dose counts (a few days early, within the schedule's grace).",
    ReasonCode.TOO_YOUNG: "Does not count: too young, {on} would have been the earliest day.",
    ReasonCode.TOO_OLD: "Does not count: too old for this dose (it had to be given before {on}).",
    ReasonCode.INTERVAL_TOO_SHORT: "Does not count: too soon after another dose, {on} was the earliest day.",
    ReasonCode.LIVE_CONFLICT: "Does not count: too soon after a live vaccine, {on} was the earliest day.",
    ReasonCode.INADVERTENT_PRODUCT: "Does not count: this vaccine is not for this dose (given by mistake).",
    ReasonCode.WRONG_PRODUCT: "Does not count: this vaccine does not belong to the child's series.",
    ReasonCode.WRONG_AGE_FOR_PRODUCT: "Does not count: this vaccine is not for the age it was given at.",
    ReasonCode.PRODUCT_LOCKED: "Does not count: the series must go on with the vaccine it began with.",
    ReasonCode.SERIES_COMPLETE: "An extra dose: the series was already complete.",
    ReasonCode.SUB_POTENT: "Does not count: the vaccine was spoiled or the volume too small.",
    ReasonCode.LOT_EXPIRED: "Does not count: the lot expired on {on}.",
    ReasonCode.BEFORE_BIRTH: "Does not count: dated before birth, please check.",
    ReasonCode.IN_FUTURE: "Not counted yet: dated in the future, please check.",
    ReasonCode.DUPLICATE: "A duplicate: the same vaccine is recorded on the same day.",
    ReasonCode.UNKNOWN_PRODUCT: "Not counted yet: the vaccine is unknown, please complete.",
    ReasonCode.DATE_UNKNOWN: "Not counted yet: the day is unknown, please complete.",
    ReasonCode.NOT_IN_SCHEDULE: "Not judged: this vaccine is not part of the schedule in use.",
    ReasonCode.IN_PROGRESS: "Doses remain to be given.",
    ReasonCode.COMPLETE: "All doses have been given.",
    ReasonCode.ALL_DOSES_SKIPPED: "No dose is needed, given the history and the age.",
    ReasonCode.IMMUNE: "Already immune.",
    ReasonCode.CONTRAINDICATED: "Contraindicated.",
    ReasonCode.PAST_MAX_AGE: "Too old for this vaccine (only before {on}).",
    ReasonCode.CANNOT_FIT_BEFORE_MAX_AGE: "Cannot be given before the age limit ({on}).",
    ReasonCode.OFFER_ENDED: "No longer offered at this age (only before {on}).",
    ReasonCode.SEASON_OVER: "The season is over ({on}).",
    ReasonCode.NOT_OFFERED_HERE: "Not yet offered where the person lives.",
    ReasonCode.MIN_AGE: "Old enough.",
    ReasonCode.OFFERED_AGE: "The age at which the programme gives it.",
    ReasonCode.MIN_INTERVAL: "Long enough after the dose before.",
    ReasonCode.AFTER_LIVE_DOSE: "Long enough after a live vaccine.",
    ReasonCode.AFTER_LAST_DOSE: "Not before the latest dose.",
    ReasonCode.SEASON_START: "The season begins.",
    ReasonCode.DEFERRED: "Deferred: not before {on}.",
    ReasonCode.RECOMMENDED_AGE: "The recommended age.",
    ReasonCode.RECOMMENDED_INTERVAL: "The recommended interval after the dose before.",
    ReasonCode.AS_SOON_AS_POSSIBLE: "As soon as possible.",
    ReasonCode.LATEST_AGE: "Late after this age.",
    ReasonCode.LATEST_INTERVAL: "Late after this interval.",
    ReasonCode.MAX_AGE: "The last day on which it may be given.",
    ReasonCode.OFFER_END: "The last day on which the programme gives it.",
}


class Reason(NamedTuple):
    """A reason code with the date it speaks of, if any. The sentences are made when asked for."""

    code: ReasonCode
    on: date | None = None

    @property
    def vi(self) -> str:
        """The sentence in Vietnamese, dates as dd/mm/yyyy."""
        return _VI[self.code].format(on=f"{self.on:%d/%m/%Y}" if self.on else "?")

    @property
    def en(self) -> str:
        """The sentence in English, dates as yyyy-mm-dd."""
        return _EN[self.code].format(on=self.on.isoformat() if self.on else "?")
