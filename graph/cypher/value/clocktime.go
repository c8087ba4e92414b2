package value

import (
	"cmp"
	"strings"
)

const (
	nsPerSecond = 1_000_000_000
	secPerDay   = 86_400
	nsPerDay    = secPerDay * nsPerSecond
	maxOffset   = 18 * 3600 // seconds; the range of Java's ZoneOffset
)

// LocalTime is a time of day without an offset, in nanoseconds. The zero value is midnight.
type LocalTime struct {
	ns int64 // since midnight
}

// NewLocalTime is a time of day; the error is an ArgumentError when a part is out of its range.
func NewLocalTime(hour, minute, second, nanosecond int64) (LocalTime, error) {
	if err := within("hour", hour, 0, 23); err != nil {
		return LocalTime{}, err
	}
	if err := within("minute", minute, 0, 59); err != nil {
		return LocalTime{}, err
	}
	if err := within("second", second, 0, 59); err != nil {
		return LocalTime{}, err
	}
	if err := within("nanosecond", nanosecond, 0, nsPerSecond-1); err != nil {
		return LocalTime{}, err
	}
	return LocalTime{(hour*3600+minute*60+second)*nsPerSecond + nanosecond}, nil
}

// Clock is the time as hour, minute, second and nanosecond of the second.
func (t LocalTime) Clock() (hour, minute, second, nanosecond int64) {
	s := t.ns / nsPerSecond
	return s / 3600, s / 60 % 60, s % 60, t.ns % nsPerSecond
}

// plus goes round the clock; months and days of the duration do not matter.
func (t LocalTime) plus(d Duration, sign int64) LocalTime {
	ns := t.ns + sign*(d.sec%secPerDay*nsPerSecond+int64(d.ns))
	return LocalTime{ns - nsPerDay*floorDiv(ns, nsPerDay)}
}

// Compare orders times within the day.
func (t LocalTime) Compare(o LocalTime) int { return cmp.Compare(t.ns, o.ns) }

// String is the time in ISO 8601: "12:31:14.645"; seconds are left out when they are zero.
func (t LocalTime) String() string { return string(t.append(nil)) }

func (t LocalTime) append(b []byte) []byte {
	h, m, s, ns := t.Clock()
	b = appendPadded(b, h, 2)
	b = appendPadded(append(b, ':'), m, 2)
	if s == 0 && ns == 0 {
		return b
	}
	b = appendPadded(append(b, ':'), s, 2)
	return appendFraction(b, ns)
}

// appendFraction writes the nanoseconds as decimals without trailing zeros.
func appendFraction(b []byte, ns int64) []byte {
	if ns == 0 {
		return b
	}
	digits := string(appendPadded(nil, ns, 9))
	return append(append(b, '.'), strings.TrimRight(digits, "0")...)
}

// Time is a time of day with an offset from UTC.
type Time struct {
	ns     int64 // since midnight on the clock of the offset
	offset int32 // seconds east of UTC
}

// NewTime is a time of day on the clock of an offset, in seconds east of UTC, at most 18 hours.
func NewTime(t LocalTime, offset int64) (Time, error) {
	if err := checkOffset(offset); err != nil {
		return Time{}, err
	}
	return Time{t.ns, int32(offset)}, nil
}

func checkOffset(seconds int64) error {
	if seconds < -maxOffset || seconds > maxOffset {
		return errorf(ArgumentError, InvalidArgumentValue, "an offset of %d seconds is not between -18:00 and +18:00", seconds)
	}
	return nil
}

// Local is the time on its own clock.
func (t Time) Local() LocalTime { return LocalTime{t.ns} }

// Offset is the offset in seconds east of UTC.
func (t Time) Offset() int64 { return int64(t.offset) }

// Compare orders times by the instant, as if all were on one day, and those of one instant by offset.
func (t Time) Compare(o Time) int {
	return cmp.Or(cmp.Compare(t.utc(), o.utc()), cmp.Compare(t.offset, o.offset))
}

// utc is the time in UTC, which may lie outside the day.
func (t Time) utc() int64 { return t.ns - int64(t.offset)*nsPerSecond }

// at is the same instant on the clock of another offset.
func (t Time) at(offset int32) Time {
	ns := t.utc() + int64(offset)*nsPerSecond
	return Time{ns - nsPerDay*floorDiv(ns, nsPerDay), offset}
}

// String is the time in ISO 8601 with its offset: "12:31:14+01:00", "16:30Z".
func (t Time) String() string { return string(appendOffset(t.Local().append(nil), t.offset)) }

// appendOffset writes Z, +01:00 or +00:53:28.
func appendOffset(b []byte, offset int32) []byte {
	if offset == 0 {
		return append(b, 'Z')
	}
	s := int64(offset)
	if s < 0 {
		b = append(b, '-')
		s = -s
	} else {
		b = append(b, '+')
	}
	b = appendPadded(b, s/3600, 2)
	b = appendPadded(append(b, ':'), s/60%60, 2)
	if s%60 != 0 {
		b = appendPadded(append(b, ':'), s%60, 2)
	}
	return b
}
