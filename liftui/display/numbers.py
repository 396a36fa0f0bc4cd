"""How quantities are written, in one place; what is not known is written ``–``, never 0."""

UNKNOWN = "–"
_MINUTE_S = 60
_HOUR_S = 3600
_THOUSAND = 1000
_SMALLEST_DOLLARS = 0.0001


def seconds(value: float | None) -> str:
    """Write seconds for a column whose head names the unit: ``4.31``."""
    return UNKNOWN if value is None else f"{value:.2f}"


def duration(value_s: float | None) -> str:
    """Write seconds for a sentence: ``4.3 s``, ``1 min 23 s``, ``2 h 05 min``."""
    if value_s is None:
        return UNKNOWN
    if value_s < _MINUTE_S - 0.05:
        return f"{value_s:.1f} s"
    minutes, rest_s = divmod(round(value_s), _MINUTE_S)
    if minutes < _HOUR_S // _MINUTE_S:
        return f"{minutes} min {rest_s:02} s"
    hours, minutes = divmod(minutes, _HOUR_S // _MINUTE_S)
    return f"{hours} h {minutes:02} min"


def remaining(value_s: float | None) -> str:
    """Write an estimate of the time left, which deserves no fraction: ``7 s``, ``1 min 23 s``."""
    if value_s is None:
        return UNKNOWN
    whole_s = round(value_s)
    return f"{whole_s} s" if whole_s < _MINUTE_S else duration(whole_s)


def count(value: float | None) -> str:
    """Write a whole number, such as tokens: ``1,234``."""
    return UNKNOWN if value is None else f"{value:,.0f}"


def dollars(value_usd: float | None) -> str:
    """Write US dollars: ``$0.0028``, ``$12.50``, ``$0`` only where it is free."""
    if value_usd is None:
        return UNKNOWN
    if value_usd == 0:
        return "$0"
    if value_usd < _SMALLEST_DOLLARS:
        return f"<${_SMALLEST_DOLLARS}"
    return f"${value_usd:,.2f}" if value_usd >= 1 else f"${value_usd:.4f}"


def share(value: float | None) -> str:
    """Write a share of one as per cent: ``80%``, ``66.7%``."""
    return UNKNOWN if value is None else f"{value * 100:.1f}".removesuffix(".0") + "%"


def size(value_bytes: float | None) -> str:
    """Write bytes in decimal units: ``812 B``, ``56.0 kB``, ``344 kB``, ``1.1 GB``."""
    if value_bytes is None:
        return UNKNOWN
    units = ["B", "kB", "MB", "GB"]
    while round(value_bytes) >= _THOUSAND and len(units) > 1:
        value_bytes /= _THOUSAND
        del units[0]
    is_whole = units[0] == "B" or round(value_bytes, 1) >= _THOUSAND / 10
    return f"{value_bytes:.{0 if is_whole else 1}f} {units[0]}"


def tokens_per_second(value: float | None) -> str:
    """Write a speed of decoding: ``22.4 tok/s``."""
    return UNKNOWN if value is None else f"{value:.1f} tok/s"
