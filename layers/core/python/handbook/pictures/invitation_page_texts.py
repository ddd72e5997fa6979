"""What the page of an invitation's link says, in Vietnamese and English; the two say the same."""

from collections.abc import Mapping

from handbook.domain.texts import Language
from handbook.pictures.public_page_texts import Advice, PageTexts

VIETNAMESE = PageTexts(
    name="Tiếng Việt",
    title="Sổ Mẹ và Bé",
    heading="Bạn được mời cùng theo dõi một cuốn Sổ Mẹ và Bé",
    introduction=(
        "Một gia đình hoặc trạm y tế đã gửi đường dẫn này cho bạn. Chỉ người đăng nhập bằng đúng số điện thoại nhận "
        "tin nhắn mới xem được lời mời. Lời mời có hiệu lực trong 7 ngày và chỉ dùng được một lần."
    ),
    advice=(
        Advice(
            icon="family",
            heading="Bạn muốn nhận lời mời",
            paragraphs=(
                "Hãy mở ứng dụng Sổ Mẹ và Bé, đăng nhập bằng số điện thoại nhận tin nhắn, rồi mở lại đường dẫn này.",
                "Ứng dụng cho bạn biết ai mời và mời vào sổ của bé nào. Sau đó bạn mới chọn đồng ý hay không.",
            ),
        ),
        Advice(
            icon="lost",
            heading="Bạn không biết ai mời mình",
            paragraphs=(
                "Có thể người gửi đã bấm nhầm số. Bạn cứ bỏ qua tin nhắn này, lời mời sẽ tự hết hạn.",
                "Xin đừng gửi đường dẫn cho người khác: họ cũng không dùng được.",
            ),
        ),
    ),
    footer="Đường dẫn nào cũng mở ra trang này, với nội dung như nhau.",
)

ENGLISH = PageTexts(
    name="English",
    title="Mother and Child Handbook of Vietnam",
    heading="You are invited to share a Mother and Child Handbook",
    introduction=(
        "A family or a health station sent you this link. Only whoever signs in with the phone number that got the "
        "message can see the invitation. It lasts seven days and is used once."
    ),
    advice=(
        Advice(
            icon="family",
            heading="You want to accept",
            paragraphs=(
                "Open the Sổ Mẹ và Bé app, sign in with the number that got the message, and open this link again.",
                "The app tells you who invites you, and to which child’s handbook. Only then you choose.",
            ),
        ),
        Advice(
            icon="lost",
            heading="You do not know who invites you",
            paragraphs=(
                "Somebody may have typed a wrong number. Ignore the message; the invitation ends by itself.",
                "Please do not pass the link on: nobody else can use it.",
            ),
        ),
    ),
    footer="Every link opens this page, and it says the same each time.",
)

INVITATION_TEXTS: Mapping[Language, PageTexts] = {"vi": VIETNAMESE, "en": ENGLISH}
