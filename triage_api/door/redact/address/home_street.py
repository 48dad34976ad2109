"""A street without a number, when somebody lives or is held there: "in an apartment on almgatan", "pe strada Florilor".

Where clients are met it stays (the street, Malmskillnadsgatan), and so does a hotel's: help must find it.
"""

import re

from triage_api.door.redact.pattern import one_of

_HOME = one_of(
    r"""bor bo bodde hemma hålls håller hölls sitter finns inlåst fast gömmer gömd instängd adress(?:en)?_är adress:
    lägenhet(?:en)? lagenhet(?:en)? huset villa(?:n)? källare(?:n)? rummet lya live lives living stay stays staying
    kept keep keeps held hold hidden hide hiding locked address_is address: hus apartment flat house basement villa
    room stau st[ăa]m sta locuiesc locuim [țt]ine [țt]inu(?:t[ăa]?|[țt]i|te) [îi]nchis[ăăea]? [îi]ncuiat[ăaei]?
    apartament(?:ul)? cas[ăa] camer[ăa] garsonier[ăa] adresa ascund ขัง อยู่ พัก ห้องเช่า แฟลต อพาร์ตเมนต์ บ้าน
    ที่อยู่"""
)
_ON = one_of("på pa vid on at in off pe la lângă langa är is e ที่ แถว ถนน ตรง")
_STREET_END = one_of("gatan gata vägen vagen gränd grand stigen torget backen allén allen gården")
# What has the ending of a street and is any street.
_ANY_STREET = one_of(
    """bak sido huvud gå motor lands hem ut järn bil grus gen om halv skogs cykel tvär in folk på åter infarts hela
    samma fel rätt land livs bond gamla malmskillnads rosenlunds"""
)
_SIDE = one_of("norra s[öo]dra [öo]stra v[äa]stra stora lilla gamla nya [öo]vre nedre")
_AFTER_HOME = re.compile(
    rf"(?<![^\W\u0e00-\u0e7f]){_HOME}(?![a-zåäö])(?! (?:på |at |in |on )?hot[eë]l)"
    rf"[^\n.!?⟦]{{0,22}}?(?<![^\W\u0e00-\u0e7f]){_ON} ?"
    rf"((?!{_ANY_STREET}{_STREET_END}(?!\w))(?:{_SIDE} )?[^\W\d_\u0e00-\u0e7f]{{2,25}}{_STREET_END}"
    rf"|{_SIDE} {_STREET_END})(?!\w)",
    re.I,
)
_ENGLISH = re.compile(
    rf"(?<!\w){_HOME}(?!\w)(?! (?:at |in )?hotel)[^\n.!?⟦]{{0,22}}? (?:on|at|in|off) "
    r"((?:(?-i:[A-Z])[\w'’-]{2,20} ){1,2}"
    r"(?:street|road|avenue|lane|close|drive|square|terrace))(?!\w)",
    re.I,
)
# Without a number and a capital, only what is declined as a street's name is: strada florilor, strada izvorului.
_ROMANIAN = re.compile(
    r"(?<!\w)(?:strada|str\.?|aleea|bulevardul|calea) ([^\W\d_]{3,20}(?:lor|ului|elui|iei|șcu|scu))(?!\w)", re.I
)
_THAI = re.compile(r"(?:ถนน|ซอย) ?((?!Malmskillnad|Rosenlund)[A-Za-zÅÄÖåäö]{4,25}(?: [A-ZÅÄÖ][a-zåäö]{2,20})?)(?![\w])")

AFTER_A_CUE = (_AFTER_HOME, _ENGLISH, _ROMANIAN, _THAI)
