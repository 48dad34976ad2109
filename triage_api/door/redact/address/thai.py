"""ซอยสุขุมวิท 22, บ้านเลขที่ 12/3; romanised: Soi 5, Sukhumvit 11. Rooms stay: a hotel's room says where help must go."""

import re

from triage_api.door.redact.pattern import one_of

_LETTERS = r"[\u0e01-\u0e4e]"
# "ถนนตอนตี 3": what stands between street and number is a time or a count, not a name.
_NO_NAME = one_of("ตอน ตี ทุก วัน คืน ชั่วโมง เดือน ปี คน ครั้ง ทุ่ม โมง บาท ประมาณ แค่ มา สาย กับ เกิน เกือบ อีก")
_STREET = re.compile(
    rf"(?:ซอย|ถนน|ซ\.|ถ\.) ?(?!{_LETTERS}{{0,20}}{_NO_NAME}){_LETTERS}{{0,25}} ?\d{{1,4}}(?:/\d{{1,4}})?"
)
_VILLAGE = r"(?:หมู่(?:ที่)?|ม\.)"
_HOUSE = re.compile(
    rf"(?:บ้านเลขที่|เลขที่บ้าน|ห้องเลขที่|เลขที่ห้อง) ?\d{{1,4}}(?:/\d{{1,4}})?(?: ?{_VILLAGE} ?\d{{1,3}})?"
    rf"|(?:หมู่ที่|หมู่|ม\.) ?\d{{1,3}}(?= ?(?:ต\.|ตำบล|ซอย|ถนน|บ้าน))"
    rf"|(?<![\d/])\d{{1,4}}/\d{{1,4}} ?(?:{_VILLAGE}|ซอย|ถนน|moo|soi){_LETTERS}{{0,20}} ?\d{{0,3}}"
)
_ROMANISED = re.compile(
    r"(?<!\w)(?:soi|thanon) ?(?:[A-Za-z]{3,20} ?)?\d{1,3}(?:/\d{1,3})?(?!\w)|(?<!\w)sukhumvit(?: soi)? ?\d{1,3}(?!\w)",
    re.I,
)

WHOLE = (_STREET, _HOUSE, _ROMANISED)
