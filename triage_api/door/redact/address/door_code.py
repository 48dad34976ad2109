"""Codes of doors and gates, in one piece or spaced: portkod 4521, "kod till porten är 7 7 3 1", รหัสเข้าตึก 1 6 4 8."""

import re

from triage_api.door.redact.pattern import one_of

_DOOR = one_of(
    """port(?:en)? dörr(?:en)? dorr(?:en)? grind(?:en)? trapp(?:an|huset)? entr[ée]n? huset garaget ytterdörren door
    gate building entrance house entry stairs lobby u[șsş](?:[ăa]|ii) por[țt]ii sc[ăa]rii intr[ăa]rii poart[ăa]
    poarta bloc scar[ăa] scara intrare interfon interfonul"""
)
_WORDS = one_of(
    rf"""portkod(?:en)? dörrkod(?:en)? dorrkod(?:en)?
    (?:door|gate|entry|building|house|buzzer|keypad|lock|lockbox)_?code
    interfon(?:ul)? buzzer kod(?:en)?_(?:till|i|för|på|in_(?:i|genom))_{_DOOR}
    code_(?:for|to|of|at)_(?:the_|my_)?{_DOOR} pin_(?:for|to)_the_{_DOOR}
    cod(?:ul)?_(?:(?:de_la|la|de|pentru)_)?{_DOOR}
    รหัส(?:ผ่าน)?(?:ประตู|เข้าตึก|ตึก|เข้าบ้าน|บ้าน|หน้าบ้าน|หน้าตึก|เข้าห้อง|ห้อง|ล็อก|อาคาร|คอนโด|เข้าหอ){{1,3}}
    {_DOOR}[^\d\n.!?⟦]{{0,20}}?_(?:kod|koden|code|cod|codul)"""
)
_IS = r"(?: ?(?:är|is|e|este|คือ|to|nr|now|nu)(?![a-z]))?"
_BEFORE_DOOR = r"(?<!\w)(?:kod(?:en)?|code|cod(?:ul)?|รหัส) ?:? ?"
_CODE = r"[#*]?\d(?:[ -]?\d){2,7}[#*]?"
AFTER_A_CUE = (
    re.compile(rf"(?<!\w){_WORDS}{_IS} ?[:=,-]? ?({_CODE})(?!\d)", re.I),
    re.compile(rf"{_BEFORE_DOOR}({_CODE}) (?:till|för|på|in|to|for|la|de la|pentru)(?: the| my)? {_DOOR}(?!\w)", re.I),
)
