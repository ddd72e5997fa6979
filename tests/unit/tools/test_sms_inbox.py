from tools.stack.sms import SmsMessage, messages, readable


def test_messages_keep_the_order_of_each_number() -> None:
    document = {"sms_messages": {"+84912345678": [{"Message": "một"}, {"Message": "hai"}], "+84398765432": []}}
    assert messages(document) == [SmsMessage("+84912345678", "một"), SmsMessage("+84912345678", "hai")]


def test_the_inbox_reads_as_one_block_per_number_with_the_newest_last() -> None:
    sent = [SmsMessage("+84912345678", "mã 1"), SmsMessage("+84912345678", "mã 2"), SmsMessage("+84398765432", "nhắc")]
    assert readable(sent) == "+84912345678\n  1. mã 1\n  2. mã 2\n\n+84398765432\n  1. nhắc"


def test_an_empty_inbox_says_so() -> None:
    assert readable([]) == "The SMS inbox is empty."
