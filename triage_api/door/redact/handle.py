"""User names: after @, with an underscore inside, after the name of an app, or said to be one's name there."""

import re

from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

_APPS = one_of(
    r"""snap(?:chat(?:en)?|pen|ul)? insta(?:gram(?:met|ul)?|n|ul)? ig tele(?:gram(?:met|ul)?)? kik tiktok(?:ul)?
    facebook fb messenger wickr signal discord onlyfans (?-i:OF) skype viber wechat line(?:_?id)? whatsapp(?:ul)?
    twitter tinder threema ไอดีไลน์ ไลน์ ไอดี ไอจี เฟซบุ๊ก เฟสบุ๊ค เฟส เฟซ ติ๊กต็อก เทเลแกรม สแนป"""
)
# A name that no sentence would hold: with a digit, an underscore or a dot inside.
_NAMELIKE = r"(?=[\w.-]{0,30}(?:\d|_|[a-z]\.[a-z]))[\w.-]{2,31}\w"
_ANY = r"\w[\w.-]{1,31}"
_IS = one_of("är heter is e este คือ ชื่อ id namn name user(?:name)? användarnamn")
_MINE = one_of("min mitt my his her hans hennes add lägg_till adauga adaugă")
_CALLED = one_of("heter is_called se_numește se_numeste is är e este")
_I_AM = one_of(
    """heter_jag jag_heter kallar_jag_mig jag_är i_am i'm im my_name_is add_me named called known_as sunt mă_numesc
    ma_numesc numele_meu_e mă_găsești_ca lägg_till adda heter hittar_mig_som finns_som find_me_as sök_på search_for
    caută cauta"""
)
_USER_NAME = one_of(
    """användarnamn(?:et)? anvandarnamn(?:et)? user_?name nick(?:name)? nume_de_utilizator kontonamn(?:et)?
    ชื่อผู้ใช้ ยูสเซอร์ ยูส"""
)
_ID = one_of("id ไอดี profil(?:en|ul)? konto(?:t)? account")
_AT_NAME = re.compile(r"(?<![\w@.+-])@ ?\w(?:[\w.-]{0,30}\w)?")
# Nobody writes an underscore inside a word of a sentence; a token of ours has its brackets.
_UNDERSCORED = re.compile(r"(?<![\w⟦@.-])(?=\w{0,30}[^\W\d_])\w{1,30}_\w{1,30}(?![\w⟧])")
_AFTER_APP = [
    re.compile(rf"(?<!\w){_APPS}(?: ?(?:id|namn|name|user(?:name)?|konto|account))? ?[:=] ?@?({_ANY})", re.I),
    re.compile(rf"(?<!\w){_APPS}(?: ?(?:{_IS}|meu|mea|min|mitt|my)){{0,3}} ?@?({_NAMELIKE})(?!\w)", re.I),
    re.compile(rf"(?<!\w)(?:{_MINE} )?{_APPS}(?: (?:meu|mea|lui|ei))? {_CALLED} @?({_ANY})(?!\w)", re.I),
    re.compile(rf"(?<!\w){_I_AM} @?({_ANY}) (?:på|pa|on|pe|i|in) {_APPS}(?!\w)", re.I),
    re.compile(
        rf"{one_of('ไอดีไลน์ ไลน์ไอดี แอดไลน์ ไลน์ ไอจี เฟส เฟซ เทเลแกรม')}(?:(?:ของ)?(?:ฉัน|เขา|หนู|ผม|มัน|เค้า))?"
        r"(?:ชื่อ|คือ|มาที่|มา|ที่)? ?@?(?!BankID)([A-Za-z][\w.-]{2,31})"
    ),
    re.compile(rf"(?<!\w)(?:på|pa|on|pe) {_APPS} (?:som|as|ca) @?({_NAMELIKE})(?!\w)", re.I),
    # Initials of an app count with a sign behind them: "sc: frostnupp".
    re.compile(rf"(?<!\w)(?:sc|fb|ig|tg|dc|wa|yt|tt|ln|snapp?|insta) ?[:=] ?@?({_ANY})", re.I),
    # "signal, användarnamn vitsippa.47", "แอดมา id kratai.noi".
    re.compile(rf"(?<!\w)(?:{_USER_NAME}|{_ID})(?: ?{_IS}| ?[:=])? ?@?({_NAMELIKE})(?!\w)", re.I),
    re.compile(rf"(?<!\w){_USER_NAME}(?: (?:är|is|e|este) | ?[:=] ?)@?({_ANY})", re.I),
]
# On sites where people go by several words: "fb: Lo Lo Ekbackesson", "pe facebook sunt Deny Deea".
_WORDS = r"((?-i:[A-ZÅÄÖȘȚÎ])[\w-]{1,20}(?: (?-i:[A-ZÅÄÖȘȚÎ])[\w-]{1,20}){1,3})"
_BY_WORDS = [
    re.compile(rf"(?<!\w)(?:fb|facebook|messenger|linkedin) ?[:=] ?{_WORDS}", re.I),
    re.compile(
        rf"(?<!\w)(?:fb|facebook(?:ul)?|messenger|insta(?:gram)?|linkedin) (?:{_I_AM}|meu e|mea e|{_IS}) {_WORDS}", re.I
    ),
]
# What may follow an app's name in an ordinary sentence ("my insta is hacked", "snap är bra").
_ORDINARY_WORDS = """
    called heter named hackad hackat hacked privat private borta gone blockad blockat blocked stängd stängt
    closed bra good bad dålig dåligt inte not the a an en ett på on in i och and sen då när that what who how
    too so very really down up nere kapad kapat stulen stolen deleted raderad raderat full fun kul mitt min my
    det den där here there of for för cu pe si și nu blocat furat spart șters sters public offentlig offentligt
    öppen open safe säkert sigur ok okej okay enough dangerous farligt better bättre worse sämre bara only just
    mine hans hennes his her fake falskt falsk fals old gammal gammalt new ny nytt nou nouă vechi anonymous
    anonymt blokerad free gratis allt all every everyone alla men but or eller sau om if vad ce cine still now
    död dött dead trasig trasigt jos sus chiar aici acolo bankid nu måste maste with med från from
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


def find_handles(text: str) -> list[Span]:
    spans = [Span(*match.span(), "handle") for found in (_AT_NAME, _UNDERSCORED) for match in found.finditer(text)]
    for pattern in _AFTER_APP:
        for match in pattern.finditer(text):
            name = match.group(1).rstrip(".-")
            # Without a letter it is an hour or a sum: "snap 22.30".
            if name.lower() not in _ORDINARY and any(map(str.isalpha, name)):
                spans.append(Span(match.start(1), match.start(1) + len(name), "handle"))
    return spans + [Span(*match.span(1), "handle") for pattern in _BY_WORDS for match in pattern.finditer(text)]
