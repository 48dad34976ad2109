"""Where on the map: 55.60338, 13.00129; 57°42'14"N 11°57'55"E. Fewer than four decimals could be a price and stay."""

import re

_DEGREES = r"-?\d{1,3} ?°(?: ?\d{1,2}(?:[.,]\d{1,5})? ?['′’](?: ?\d{1,2}(?:[.,]\d{1,4})? ?(?:\"|″|”|''))?)? ?[NSEWÖV]?"
WHOLE = (
    re.compile(
        r"(?<![\d.,-])-?\d{1,2}[.,]\d{4,15}°?(?: ?[NS])?[ ,;/]{1,3}-?\d{1,3}[.,]\d{4,15}°?(?: ?[EWÖ](?!\w))?(?!\d)"
    ),
    re.compile(rf"(?<!\d)(?:[NS] ?)?{_DEGREES}[ ,]{{1,2}}(?:[EW] ?)?{_DEGREES}"),
    re.compile(r"(?<!\w)///[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}(?![\w.])"),
)
