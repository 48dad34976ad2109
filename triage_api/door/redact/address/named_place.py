"""Schools, preschools and small workplaces by their own name: Vitklöverskolan, Åkerbärets förskola, Salong Vildvinet.

A kind of place stays (skolan, gymnasiet, the salon), and so do hospitals, offices, hotels and chains: everybody could
be there, and help must know where to go.
"""

import re

from triage_api.door.redact.pattern import one_of

_C = "[A-ZÅÄÖĂÂÎȘŞȚŢÉ]"
# Words that end like a school and name none.
_ANY_SCHOOL = one_of(
    """grund gymnasie gymnasie hög folkhög för sär grundsär musik kör sim trafik fri språk lågstadie mellanstadie
    högstadie yrkes sommar by internat hem dans special kultur folk små stor jätte privat kommun skogs montessori
    waldorf konst natt aftons kväll vuxen flick pojk eng tysk sjuksköterske polis brand militär officers journalist
    rid skid segel fotboll idrotts medel real läroverks lärar lant lantbruks naturbruks sfi thai svensk språk student
    söndags hobby barn låg mellan yrkeshög nya gamla samma"""
)
_NO_SCHOOL = rf"(?!{_ANY_SCHOOL}(?:skol|gymnasi|dagis))"
_SCHOOL_END = r"(?:(?:för)?skolan|gymnasiet|dagiset)"
# In capitals anywhere, in small letters after a word for going there.
_SCHOOL = re.compile(rf"(?<![\w-])(?i:{_NO_SCHOOL})(?:{_C}[\w-]{{3,20}}{_SCHOOL_END})(?!\w)")
_SCHOOL_AFTER_CUE = re.compile(
    rf"(?<!\w)(?:går|gick|gar|jobbar|lämnar|hämtar|goes|go|work|merge|e|este|เรียน|อยู่)"
    rf"(?: (?:på|pa|i|vid|to|at|in|la|ที่)|ที่) ?"
    rf"({_NO_SCHOOL}[^\W\d_]{{4,20}}{_SCHOOL_END})(?!\w)",
    re.I,
)
_KIND = one_of(
    """förskola skola gymnasium dagis grundskola friskola fritids fritidsgård School Preschool Pre-school Kindergarten
    preschool kindergarten daycare Nursery Academy High_School Primary_School"""
)
_NO_OWNER = one_of(
    """Finns Går Kan Ska Börjar Vilken Min Mitt Din Hans Hennes Vår Deras En Ny Svensk Svenska Kommunens Ingen Någon
    Varje Bra Samma Är På I Old My His Her Our The New High Primary Secondary Middle Public Swedish English Thai
    Boarding Law Medical Language Driving Sunday Which What Any Is Special Art Music Barnens Sonens Dotterns Elevens
    Grund Språk Montessori Waldorf Internationella International Våran Sveriges"""
)
# In small letters: "på rödhakens förskola", and not "på barnens skola".
_OWNED_SMALL = re.compile(
    r"(?<!\w)(?:på|pa|till|från|vid) (?!barne|sone|dotter|kommune|ungarna|deras|hans|hennes|elever|vårs|kyrkans"
    r"|sveriges|tjejens|killens)"
    r"([^\W\d_]{4,20}s) (?:förskola|forskola|skola|gymnasium|dagis|friskola)(?!\w)",
    re.I,
)
_OWNED = re.compile(rf"(?<![\w-])(?!{_NO_OWNER}\b)(?:{_C}[\w-]{{2,20}} ){{1,2}}{_KIND}(?!\w)")
_THE = r"(?:Nr\.? ?|nr\.? ?|No\.? ?)?"
_SCHOOL_WORD = one_of("[Șș]coala [Ss]coala [Ss]cola [Ll]iceul [Gg]r[ăa]dini[țt]a [Cc]olegiul [Gg]imnaziul [Cc]re[șs]a")
_NAMED = rf"(?:(?!{_NO_OWNER}\b|Malm|Stockholm|Gote|Göte|Suedia|Sweden|Sverige){_C}[\w-]{{2,20}})"
_ROMANIAN_SCHOOL = re.compile(rf"(?<!\w){_SCHOOL_WORD} ({_THE}(?:{_NAMED}(?: {_NAMED}){{0,2}}|\d{{1,3}}))(?!\w)")
_THAI_SCHOOL = re.compile(
    r"โรงเรียน ?([ก-๎]{2,20}(?:วิทยา|วิทยาคม|พิทยาคม|ศึกษา|วิทย์)(?![ก-๎])|[A-Z][\w-]{3,20}(?: [A-Z][\w-]{3,20})?)"
)

# Small workplaces. A chain or a people's name is none ("Thai Massage", "salong i Borås").
_SHOP = one_of(
    """salong salongen salon restaurang restaurangen restaurant restaurantul café kafé cafe caféet kaféet cafeneaua
    pizzeria pizzerian frisör frisören klubb klubben nattklubben bar baren barul club clubul krog krogen pub puben spa
    (?:thai)?massage(?:n|salong(?:en)?|ställe(?:t)?)? salonul magazinul pensiunea butiken kiosken bageri bageriet
    nagelsalong nagelsalongen nail_salon parlour parlor brothel"""
)
_NO_SHOP = one_of(
    """Thai Swedish Svensk Svenska Red Sverige Sweden Malm Stockholm Göteborg Goteborg Lund Uppsala Suedia McD IKEA ICA
    Coop Migration Tax Social Public European Employment Swish BankID"""
)
_BUSINESS = rf"(?-i:(?!{_NO_SHOP}){_C}[\w'’-]{{1,20}})"
_WORKPLACE = re.compile(rf"(?<!\w){_SHOP} [\"“”»„]?({_BUSINESS}(?: {_BUSINESS}){{0,2}})(?!\w)", re.I)
_BUSINESS_FIRST = re.compile(
    rf"(?<=\w )((?!{_NO_SHOP}|{_NO_OWNER}\b){_C}[\w'’-]{{2,20}})"
    r"(?= (?:Salong|Salon|Spa|Massage|Café|Cafe|Pizzeria|Restaurang|Restaurant|Nails|Klubb|Club|Pub|Bar)(?!\w))"
)
_THAI_SHOP = re.compile(
    r"ร้าน(?:นวด|อาหาร|เสริมสวย|สปา|ทำเล็บ|ตัดผม|กาแฟ)?(?:ไทย)?(?:ชื่อ)? ?"
    r"((?!Thai |Malm|Stockholm)[A-Z][A-Za-z'-]{2,20}(?: [A-Z][A-Za-z'-]{2,20}){0,2})"
)

WHOLE = (_SCHOOL, _OWNED)
AFTER_A_CUE = (
    _SCHOOL_AFTER_CUE, _OWNED_SMALL, _ROMANIAN_SCHOOL, _THAI_SCHOOL, _WORKPLACE, _BUSINESS_FIRST, _THAI_SHOP,
)  # fmt: skip
