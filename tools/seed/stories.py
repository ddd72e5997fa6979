"""Children with something to show: twins, a preterm, doses that do not count, growth that worries, dates due."""

from tools.seed.children import PENTA_VISIT, Age, Attendance, Channel, Child, Turn

ANCHOR_AGE_DAYS = 1500
"""The first child's age on the day of seeding: from its birth date a later run reads when that day was."""

_NEVER = Attendance(until_age_days=-1)
_BIRTH_ONLY = Attendance(until_age_days=0)
_PUNCTUAL = Attendance(late_days=(0, 0))
_WEEK_AWAY = Attendance(late_days=(0, 0), away_days=8)


def _due(number: int, name: str, sex: str, months: int, in_days: int, mother: str, family: int = 0) -> Child:
    when = {0: "today", 7: "in seven days"}.get(in_days, "seven days ago")
    return Child(
        number=number,
        full_name=name,
        sex="F" if sex == "F" else "M",
        age=Age(months=months, due_in_days=in_days),
        mother=mother,
        family=family or number,
        attendance=_WEEK_AWAY if in_days < 0 else _PUNCTUAL,
        channel=Channel(length_z=-0.3 + number % 5 * 0.2, weight_z=0.4 - number % 7 * 0.15),
        story=f"a dose of {months} months was due {when}"
        if in_days < 0
        else f"a dose of {months} months is due {when}",
    )


STORIES: tuple[Child, ...] = (
    Child(1, "Nguyễn Thị Khánh An", "F", Age(days=ANCHOR_AGE_DAYS), "Nguyễn Thị Hồng Hạnh", 1,
          attendance=Attendance(late_days=(0, 3)), channel=Channel(0.3, 0.1), story="four years, every dose in time"),
    Child(2, "Phạm Gia Bảo", "M", Age(months=5), "Lê Thị Thu Hà", 2, gestation_days=259, attendance=_PUNCTUAL,
          channel=Channel(-0.6, -0.2), story="twin; a dose is due today"),
    Child(3, "Phạm Gia Hân", "F", Age(months=5), "Lê Thị Thu Hà", 2, gestation_days=259, attendance=_PUNCTUAL,
          channel=Channel(-0.8, -0.4), story="twin; a dose is due today"),
    Child(4, "Hoàng Đức Minh", "M", Age(months=5, days=12), "Trần Thị Bích Ngọc", 4, gestation_days=224,
          channel=Channel(-0.4, -0.3), story="born after 32 weeks"),
    Child(5, "Bùi Thanh Trúc", "F", Age(months=6, days=9), "Bùi Thị Xuân", 5,
          attendance=Attendance(unplanned=((35, PENTA_VISIT),)), channel=Channel(0.2, 0.5),
          story="first pentavalent dose too early: at 35 days"),
    Child(6, "Vũ Hải Đăng", "M", Age(months=8, days=3), "Vũ Thị Oanh", 6,
          attendance=Attendance(late_days=(0, 0), unplanned=((76, PENTA_VISIT),)), channel=Channel(0.6, 0.0),
          story="second pentavalent dose too soon after the first"),
    Child(7, "Đỗ Quỳnh Anh", "F", Age(months=14, days=20), "Đinh Thị Nga", 7,
          attendance=Attendance(late_days=(25, 60)), channel=Channel(-0.9, -0.5), story="always weeks late"),
    Child(8, "Trần Minh Khang", "M", Age(months=15, days=5), "Phan Thị Loan", 8,
          channel=Channel(-0.3, 0.1, Turn(180, -0.24, -2.2)), story="falters in growth since the sixth month"),
    Child(9, "Lò Thị Mai", "F", Age(months=22), "Lò Thị Hương", 9,
          attendance=Attendance(late_days=(3, 20)), channel=Channel(-1.6, -0.6, Turn(540, -1.0, -3.5)),
          story="severely wasted"),
    Child(10, "Lê Hoàng Phúc", "M", Age(months=38, days=14), "Hoàng Thị Tuyết", 10,
          channel=Channel(0.8, 0.9, Turn(500, 0.1, 2.5)), story="overweight"),
    Child(11, "Ngô Bảo Ngọc", "F", Age(months=4, days=6), "Ngô Thị Lan", 11, attendance=_NEVER,
          channel=Channel(-0.2, 0.0), opened_at_days=3, opened_by_family=True, story="never came to the station"),
    Child(12, "Trịnh Quốc Huy", "M", Age(months=11, days=2), "Tạ Thị Đào", 12, attendance=_BIRTH_ONLY,
          channel=Channel(-0.5, -0.4), story="only the doses at birth"),
    Child(13, "Dương Thùy Linh", "F", Age(months=25, days=17), "Dương Thị Hằng", 13,
          attendance=Attendance(until_age_days=160), channel=Channel(-1.2, -0.1), story="no dose after five months"),
    Child(14, "Đoàn Nhật Minh", "M", Age(months=66), "Mai Thị Thủy", 14,
          attendance=Attendance(late_days=(0, 8)), channel=Channel(-0.1, 0.3), story="five and a half years, complete"),
    Child(15, "Hồ Phương Uyên", "F", Age(months=36, days=4), "Hồ Thị Ngọc", 15, opened_at_days=1000,
          channel=Channel(0.1, -0.2), story="earlier doses copied from the paper book"),
    Child(16, "Đinh Anh Dũng", "M", Age(months=13, days=8), "Phạm Thị Hạnh", 16,
          attendance=Attendance(unplanned=((243, ("measles",)),)), channel=Channel(0.0, 0.6),
          story="measles dose too early: at eight months"),
    Child(17, "Trần Ngọc Khánh An Nhiên", "F", Age(days=43), "Trần Ngọc Diệp", 17,
          channel=Channel(0.4, -0.1), story="a name of five syllables"),
    Child(18, "Tôn Nữ Minh Châu", "F", Age(months=26, days=11), "Lê Thị Phương", 18,
          channel=Channel(-0.7, 0.2), story="a name in the pattern of Huế"),
    Child(19, "Đặng An", "M", Age(days=3), "Nguyễn Thị Bích", 19, channel=Channel(0.1, 0.2), story="three days old"),
    Child(20, "Đặng Đình Đức", "M", Age(months=10, days=16), "Đỗ Thị Xuân", 20,
          attendance=Attendance(late_days=(0, 12)), channel=Channel(0.9, 0.4), story="a name with three Đ"),
    _due(21, "Nguyễn Hà My", "F", 2, 0, "Lý Thị Ngọc"),
    _due(22, "Phan Tuấn Kiệt", "M", 3, 0, "Phan Thị Hương"),
    _due(23, "Lê Bảo Châu", "F", 9, 0, "Vũ Thị Hằng"),
    _due(24, "Trần Đăng Khoa", "M", 18, 0, "Đoàn Thị Lan"),
    _due(25, "Hoàng Yến Nhi", "F", 2, 7, "Trịnh Thị Thủy"),
    _due(26, "Nguyễn Đức Thịnh", "M", 12, 7, "Bùi Thị Nga"),
    _due(27, "Đỗ Minh Quân", "M", 9, 7, "Trần Thị Loan"),
    _due(28, "Phạm Diệp Chi", "F", 2, -7, "Ngô Thị Oanh"),
    _due(29, "Võ Thành Long", "M", 4, -7, "Hồ Thị Tuyết"),
    _due(30, "Lý Thiên Kim", "F", 18, -7, "Lý Thị Đào", family=14),
)  # fmt: skip
"""Numbers 1 to 30. The last one is the younger sister of number 14."""
