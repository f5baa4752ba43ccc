"""How dates and times are written: as the Canadian standard has it, the same in both languages."""

SHORT_DATE_FORMAT = "Y-m-d"
TIME_FORMAT = "H:i"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
DATETIME_FORMAT = "j F Y H:i"
DATE_FORMAT = "j F Y"
