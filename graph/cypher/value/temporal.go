package value

import "time"

// Date is a day of the proleptic Gregorian calendar, from year -999,999,999 to 999,999,999.
// Make one with [NewDate]; the zero value is 1970-01-01. The temporal types are comparable with ==, which then means
// the same value in the same notation.
type Date struct {
	days int64 // since 1970-01-01
}

// LocalTime is a time of day without an offset, in nanoseconds. The zero value is midnight.
type LocalTime struct {
	ns int64 // since midnight
}

// Time is a time of day with an offset from UTC.
type Time struct {
	ns     int64 // since midnight on the clock of the offset
	offset int32 // seconds east of UTC
}

// LocalDateTime is a day and a time of day without a zone. The zero value is 1970-01-01T00:00.
type LocalDateTime struct {
	sec int64 // since 1970-01-01T00:00 on its own clock
	ns  int32 // 0 to 999,999,999
}

// DateTime is an instant seen in a zone, which is either an offset or a name with its rules.
// The zero value is 1970-01-01T00:00Z.
type DateTime struct {
	sec    int64          // since 1970-01-01T00:00Z
	ns     int32          // 0 to 999,999,999
	offset int32          // seconds east of UTC at that instant
	loc    *time.Location // nil for a plain offset; else shared, one pointer per name
}

// Duration is a length of time in three parts that do not convert into each other: months, days and seconds.
type Duration struct {
	months, days, sec int64
	ns                int32 // 0 to 999,999,999, added to sec whatever its sign
}
