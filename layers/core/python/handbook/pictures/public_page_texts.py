"""What the public page says, in Vietnamese and English; the two say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from handbook.domain.texts import Language

Icon = Literal["found", "lost", "family", "staff"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One card of the page: who it is for, and what to do, one sentence or two a paragraph."""

    icon: Icon
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageTexts:
    """Everything that the page says in one language."""

    name: str  # of the language, in itself
    title: str
    heading: str
    introduction: str
    advice: tuple[Advice, ...]
    footer: str


VIETNAMESE = PageTexts(
    name="Tiếng Việt",
    title="Sổ Mẹ và Bé",
    heading="Đây là mã của một cuốn Sổ Mẹ và Bé",
    introduction=(
        "Sổ Mẹ và Bé theo dõi sức khỏe của mẹ khi mang thai và của bé đến 6 tuổi. Mã này chỉ giúp tìm đúng "
        "cuốn sổ. Mã không chứa thông tin của ai; người chưa đăng nhập có quét mã cũng không xem được sổ."
    ),
    # Whoever opens this page without expecting it found a book; whoever is afraid lost one. They come first.
    advice=(
        Advice(
            icon="found",
            heading="Bạn nhặt được sổ hoặc thẻ này",
            paragraphs=(
                (
                    "Cảm ơn bạn! Xin hãy gửi sổ hoặc thẻ đến trạm y tế gần nhất. "
                    "Cán bộ y tế sẽ tìm cách trao lại cho gia đình."
                ),
                "Xin đừng đăng ảnh của mã lên mạng.",
            ),
        ),
        Advice(
            icon="lost",
            heading="Bạn bị mất sổ hoặc thẻ",
            paragraphs=(
                (
                    "Bạn đừng lo: hồ sơ điện tử của mẹ và bé vẫn còn nguyên, "
                    "và người nhặt được sổ không xem được hồ sơ qua mã."
                ),
                (
                    "Hãy hủy mã cũ trong ứng dụng hoặc báo cho trạm y tế. "
                    "Cán bộ y tế sẽ hủy mã cũ và gắn cuốn sổ mới với hồ sơ."
                ),
            ),
        ),
        Advice(
            icon="family",
            heading="Bạn là mẹ, cha hoặc người giám hộ",
            paragraphs=(
                "Hãy mở ứng dụng Sổ Mẹ và Bé, đăng nhập bằng số điện thoại của bạn rồi quét mã này để mở sổ.",
                "Sổ còn mới? Hãy mang sổ đến trạm y tế. Cán bộ y tế sẽ quét mã để gắn sổ với hồ sơ của mẹ và bé.",
            ),
        ),
        Advice(
            icon="staff",
            heading="Bạn là cán bộ y tế",
            paragraphs=(
                (
                    "Hãy đăng nhập ứng dụng dành cho cán bộ y tế rồi quét mã này. "
                    "Mỗi lần mở sổ đều được ghi lại và gia đình có thể xem."
                ),
            ),
        ),
    ),
    footer="Mã nào cũng mở ra trang này, với nội dung như nhau.",
)

ENGLISH = PageTexts(
    name="English",
    title="Mother and Child Handbook of Vietnam",
    heading="This is the code of a Mother and Child Handbook",
    introduction=(
        "The handbook (Sổ Mẹ và Bé) follows a mother’s health in pregnancy and her child’s health to the age of "
        "six. The code only helps to find the right handbook. It holds nothing about anyone, and nobody can see "
        "the handbook by scanning it without signing in."
    ),
    advice=(
        Advice(
            icon="found",
            heading="You found this book or card",
            paragraphs=(
                (
                    "Thank you! Please hand it in at the nearest health station (trạm y tế). "
                    "The staff will try to return it to the family."
                ),
                "Please do not post a picture of the code online.",
            ),
        ),
        Advice(
            icon="lost",
            heading="You lost your book or card",
            paragraphs=(
                (
                    "Do not worry: the electronic record of mother and child is still complete, "
                    "and whoever finds the book cannot see the record through its code."
                ),
                (
                    "Cancel the old code in the app, or tell a health station. "
                    "The staff will cancel it and join a new book to the record."
                ),
            ),
        ),
        Advice(
            icon="family",
            heading="You are a mother, father or guardian",
            paragraphs=(
                "Open the Sổ Mẹ và Bé app, sign in with your phone number and scan this code to open the handbook.",
                (
                    "Is the book new? Take it to a health station. The staff will scan the code to join the book to "
                    "the record of mother and child."
                ),
            ),
        ),
        Advice(
            icon="staff",
            heading="You are a health worker",
            paragraphs=(
                (
                    "Sign in to the app for health workers and scan this code. "
                    "Every opening of a handbook is recorded, and the family can see it."
                ),
            ),
        ),
    ),
    footer="Every code opens this page, with the same content.",
)

TEXTS: Mapping[Language, PageTexts] = {"vi": VIETNAMESE, "en": ENGLISH}
