"""Thai names. Thai writes no spaces between words and no capitals: a name ends where the next known word begins."""

import re

from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

_LETTER = r"[\u0e01-\u0e4e]"
# Words that commonly come right after a name.
_NEXT = one_of(
    """ค่ะ ครับ คะ นะ จ้า จ๊ะ อายุ อยู่ เป็น และ กับ แล้ว ที่ จะ ทำ มา ไป โดน ถูก ตี ขู่ บังคับ เอา ยึด ไม่ ให้
    ได้ ก็ คือ ว่า มี ตอน เขา เค้า ฉัน หนู ผม เรา พา ส่ง ขอ ต้อง อยาก ชอบ กำลัง เคย บอก พูด โทร เบอร์ ติด จาก
    ของ ซึ่ง แต่ เพราะ เมื่อ พี่ น้อง นามสกุล หนี เก็บ ช่วย ยัง เลย ด้วย ทุบ ตบ คุม ทั้ง เพิ่ง หรือ"""
)
_END = rf"(?={_NEXT}|(?!{_LETTER}))"
# After "ชื่อ" these make it mean something else: a name for what, whose name, real or nickname.
_NO_NAME = one_of(
    """อะไร ไร จริง เล่น ของ คน ใคร ไหม มั้ย ใน และ หรือ บน นี้ นั้น ไหน บริษัท ร้าน เว็บ ตัวเอง ปลอม เต็ม สกุล
    เสีย ที่ มา(?!ลี|นี|รี|ริ|ยา|ดา) ไป ลง ไว้ แล้ว เรา ฉัน หนู ผม ลูก เพื่อน เด็ก โรงเรียน พี่ น้อง เค้า
    อยู่ ยัง ทำ ทิ้ง เก็บ หน้า แฟน สามี จน ติด เปลี่ยน จด ผิด ถูก คู่ ครอบครัว ทาง สถาน ห้อง บ้าน พ่อ ได้ จะ
    ก็ กับ ว่า ต้อง ไม่ ให้ เขา ยา โรค ถนน เมือง จังหวัด ผู้ ลูกค้า พ่อ แม่ บัญชี เพจ แอป ตาม ค่ะ ครับ คะ นะ
    ด้วย เลย อย่าง เรียก แฝง ซ้ำ"""
)
_PREFIX = r"(?:เล่น|จริง|ๆ)?(?:ว่า|คือ)?"
_CALLED = re.compile(
    rf"(?<!เ)(?<!ลาย)(?<!ราย)(?<!บอก)ชื่อ{_PREFIX} ?(?!{_NO_NAME})({_LETTER}{{2,14}}?){_END}"
    rf"(?: (?!{_NEXT})({_LETTER}{{4,18}})(?={_NEXT}| |$))?"
)
_TOLD = re.compile(rf"บอกชื่อ(?:ว่า|คือ) ?({_LETTER}{{2,14}}?){_END}")
# Nicknames people really carry, for places where anything else could follow.
_NICKNAME = one_of(
    """นก น้อย เล็ก แดง ดาว ฝน พลอย แก้ว หนิง ส้ม มะลิ สมชาย สมศักดิ์ สมพร สมหมาย มาลี นิด ต้อม โจ้ บอย เอก แนน
    อ้อม จอย เมย์ เปิ้ล กุ้ง ปู หมวย ตุ๊ก แอน นุ่น ปลา วิชัย ประเสริฐ สุดา อร เจี๊ยบ แป้ง"""
)
_CALL_ME = re.compile(
    rf"เรียก(?:ฉัน|หนู|ผม|เรา|ดิฉัน)ว่า ?(?!{_NEXT})({_LETTER}{{2,10}}?)(?=นะ|ค่ะ|ครับ|คะ|ก็ได้)"
    rf"|เรียก(?:เขา|เค้า|มัน)?ว่า ?({_NICKNAME}){_END}"
)
# Mr, Mrs and Miss; with these behind it the word is an employer, an agent, a heroine.
_NO_TITLE = one_of("จ้าง หน้า ก แบบ ทุน ตำรวจ เอก ร้าย ฟ้า งาม เดียว คนนี้ แพทย์ ทหาร ด่าน")
_TITLE = r"(?:นางสาว ?|(?<!เจ้า)(?<!ท)(?<!หัวหน้า)(?:นาง|นาย)(?!สาว)|ด\.ญ\. ?|ด\.ช\. ?|น\.ส\. ?)"
_TITLED = re.compile(
    rf"{_TITLE}(?!{_NO_TITLE}|{_NEXT})({_LETTER}{{2,14}}?)(?= ({_LETTER}{{3,18}})|{_NEXT}|(?!{_LETTER}))"
)
# "แฟนสมชาย", "เพื่อนนก": only with a space or a nickname people really carry, since here anything can follow.
_RELATED = re.compile(rf"(?:แฟน|พี่|น้อง|เพื่อน|เจ๊|ป้า|ลุง|น้า|อา|คุณ|ผัว|สามี|นายหน้า) ?({_NICKNAME}){_END}")
_LATIN = re.compile(
    r"(?:ชื่อ|เรียก(?:ฉัน|เขา|ว่า)?|แฟน|สามี|เพื่อน|ผัว) ?(?:ว่า|คือ|ชื่อ)? ?([A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20})?)(?!\w)"
)


def find_thai_names(text: str) -> list[Span]:
    if text.isascii():
        return []
    spans = []
    for pattern in (_CALLED, _TOLD, _CALL_ME, _TITLED, _RELATED, _LATIN):
        for match in pattern.finditer(text):
            spans += [Span(*match.span(group), "name") for group in range(1, pattern.groups + 1) if match.group(group)]
    return spans
