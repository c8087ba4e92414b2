package value

import (
	"cmp"
	"time"
)

// LocalDateTime is a day and a time of day without a zone. The zero value is 1970-01-01T00:00.
type LocalDateTime struct {
	sec int64 // since 1970-01-01T00:00 on its own clock
	ns  int32 // 0 to 999,999,999
}

// NewLocalDateTime joins a day and a time.
func NewLocalDateTime(d Date, t LocalTime) LocalDateTime {
	return LocalDateTime{d.days*secPerDay + t.ns/nsPerSecond, int32(t.ns % nsPerSecond)}
}

// Date is the day.
func (t LocalDateTime) Date() Date { return Date{floorDiv(t.sec, secPerDay)} }

// Time is the time of day.
func (t LocalDateTime) Time() LocalTime {
	return LocalTime{(t.sec-secPerDay*floorDiv(t.sec, secPerDay))*nsPerSecond + int64(t.ns)}
}

// Compare orders in time.
func (t LocalDateTime) Compare(o LocalDateTime) int {
	return cmp.Or(cmp.Compare(t.sec, o.sec), cmp.Compare(t.ns, o.ns))
}

// String is the value in ISO 8601: "1984-10-11T12:31".
func (t LocalDateTime) String() string { return string(t.append(nil)) }

func (t LocalDateTime) append(b []byte) []byte {
	return t.Time().append(append(t.Date().append(b), 'T'))
}

// plusCalendar adds months, then days.
func (t LocalDateTime) plusCalendar(months, days int64) (LocalDateTime, error) {
	d, err := t.Date().plusMonths(months)
	if err != nil {
		return t, err
	}
	if d, err = d.plusDays(days); err != nil {
		return t, err
	}
	return NewLocalDateTime(d, t.Time()), nil
}

// plusSeconds adds seconds and nanoseconds, the latter less than a second either way.
func (t LocalDateTime) plusSeconds(sec, ns int64) (LocalDateTime, error) {
	if sec < -4*secPerDay*maxDay || sec > 4*secPerDay*maxDay {
		return t, errOutOfRange
	}
	n := int64(t.ns) + ns
	s := t.sec + sec + floorDiv(n, nsPerSecond)
	if d := floorDiv(s, secPerDay); d < minDay || d > maxDay {
		return t, errOutOfRange
	}
	return LocalDateTime{s, int32(n - nsPerSecond*floorDiv(n, nsPerSecond))}, nil
}

// DateTime is an instant seen in a zone, which is either an offset or a name with its rules.
// The zero value is 1970-01-01T00:00Z.
type DateTime struct {
	sec    int64          // since 1970-01-01T00:00Z
	ns     int32          // 0 to 999,999,999
	offset int32          // seconds east of UTC at that instant
	loc    *time.Location // nil for a plain offset; else shared, one pointer per name
}

// DateTimeOf is a Go time as a value: the same instant, in the zone of the same name or else at the same offset.
func DateTimeOf(t time.Time) DateTime {
	z := zoneOf(t.Location(), t)
	return DateTime{t.Unix(), int32(t.Nanosecond()), z.offsetAt(t.Unix()), z.loc}
}

// Instant is the value as a Go time, in its zone.
func (t DateTime) Instant() time.Time {
	loc := t.loc
	if loc == nil {
		loc = time.UTC
		if t.offset != 0 {
			loc = time.FixedZone(string(appendOffset(nil, t.offset)), int(t.offset))
		}
	}
	return time.Unix(t.sec, int64(t.ns)).In(loc)
}

// Local is the day and time that clocks in the zone show.
func (t DateTime) Local() LocalDateTime { return LocalDateTime{t.sec + int64(t.offset), t.ns} }

// Offset is the offset from UTC, in seconds east.
func (t DateTime) Offset() int64 { return int64(t.offset) }

func (t DateTime) zone() zone { return zone{t.offset, t.loc} }

// zoneName is the name of the zone, or "" for a plain offset.
func (t DateTime) zoneName() string {
	if t.loc == nil {
		return ""
	}
	return t.loc.String()
}

// in is the same instant in another zone.
func (t DateTime) in(z zone) DateTime { return DateTime{t.sec, t.ns, z.offsetAt(t.sec), z.loc} }

// atZone is the instant at which clocks in the zone show the local time.
func (t LocalDateTime) atZone(z zone, preferred *int32) DateTime {
	sec, offset := z.resolve(t.sec, preferred)
	return DateTime{sec, t.ns, offset, z.loc}
}

// Compare orders by instant, and those of one instant by offset and name of the zone.
func (t DateTime) Compare(o DateTime) int {
	return cmp.Or(cmp.Compare(t.sec, o.sec), cmp.Compare(t.ns, o.ns), cmp.Compare(t.offset, o.offset),
		cmp.Compare(t.zoneName(), o.zoneName()))
}

// String is the value in ISO 8601 with offset and zone: "1984-10-11T12:00+01:00[Europe/Stockholm]".
func (t DateTime) String() string {
	b := appendOffset(t.Local().append(nil), t.offset)
	if t.loc != nil {
		b = append(append(append(b, '['), t.loc.String()...), ']')
	}
	return string(b)
}

// shift adds the duration to a point in time, or takes it away when sign is -1: months first, then days, then seconds.
// A date ignores what is less than a day, a time of day what is not less.
func shift(v Value, d Duration, sign int64) (Value, error) {
	switch t := v.(type) {
	case LocalTime:
		return t.plus(d, sign), nil
	case Time:
		return Time{t.Local().plus(d, sign).ns, t.offset}, nil
	}
	if sign < 0 {
		var err error
		if d, err = (Duration{}).plus(d, -1); err != nil {
			return nil, err
		}
	}
	switch t := v.(type) {
	case Date:
		r, err := t.plusMonths(d.months)
		if err != nil {
			return nil, err
		}
		days, ok := add(d.days, d.wholeSeconds()/secPerDay)
		if !ok {
			return nil, errOutOfRange
		}
		return noValueOnError(r.plusDays(days))
	case LocalDateTime:
		r, err := t.plusCalendar(d.months, d.days)
		if err != nil {
			return nil, err
		}
		return noValueOnError(r.plusSeconds(d.sec, int64(d.ns)))
	case DateTime:
		return noValueOnError(t.plus(d))
	}
	return nil, typeErrorf("a duration cannot be added to the %s %s", KindOf(v), brief(v))
}

// noValueOnError keeps half-made results out of the hands of callers.
func noValueOnError[T any](v T, err error) (Value, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// plus moves months and days on the clock of the zone, and seconds in time.
func (t DateTime) plus(d Duration) (DateTime, error) {
	if d.months != 0 || d.days != 0 {
		local, err := t.Local().plusCalendar(d.months, d.days)
		if err != nil {
			return t, err
		}
		t = local.atZone(t.zone(), &t.offset)
	}
	utc, err := LocalDateTime{t.sec, t.ns}.plusSeconds(d.sec, int64(d.ns))
	if err != nil {
		return t, err
	}
	return DateTime{sec: utc.sec, ns: utc.ns}.in(t.zone()), nil
}
