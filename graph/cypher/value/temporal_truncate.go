package value

import "strings"

// truncationUnits are what truncate() cuts to, from the largest; those from firstClockUnit on are of the clock.
var truncationUnits = [...]string{"millennium", "century", "decade", "year", "weekyear", "quarter", "month", "week", "day",
	"hour", "minute", "second", "millisecond", "microsecond"}

const firstClockUnit, millisecondUnit, microsecondUnit = 9, 12, 13

// truncate cuts a point in time to a unit and makes a value of the kind of it, with the fields of the map over it.
func truncate(kind Kind, unit string, v Value, m Map, defaultZone zone) (Value, error) {
	p, ok := partsOf(v)
	if !ok {
		return nil, typeErrorf("only points in time can be truncated, not the %s %s", KindOf(v), brief(v))
	}
	u := -1
	for i, name := range truncationUnits {
		if strings.EqualFold(name, unit) {
			u = i
		}
	}
	if u < 0 {
		return nil, errorf(ArgumentError, InvalidArgumentValue, "%s is no unit to truncate to: expected one of %s", brief(unit), strings.Join(truncationUnits[:], ", "))
	}
	if u >= firstClockUnit && (!p.hasTime || kind == KindDate) || u < firstClockUnit-1 && (!p.hasDay || kind == KindLocalTime || kind == KindTime) ||
		hasDay(kind) && !p.hasDay {
		return nil, errorf(ArgumentError, InvalidArgumentValue, "the %s %s cannot be truncated to %s as a %s", KindOf(v), brief(v), truncationUnits[u], kind)
	}
	if !p.hasZone {
		p.zone = defaultZone
	}
	if p.hasDay {
		day, err := p.day.truncate(u)
		if err != nil {
			return nil, err
		}
		p.day = day
	}
	p.clock, p.hasTime = p.clock.truncate(u), true
	f := fields{kind, m}
	if err := f.checkTruncated(); err != nil {
		return nil, err
	}
	f.m = keepFraction(f.m, u, p.clock)
	if kind == KindTime && p.hasDay {
		p.zone = zone{offset: p.time().offset}
	}
	return f.over(p, false)
}

// checkTruncated refuses the fields that would replace what was truncated as a whole.
func (f fields) checkTruncated() error {
	for _, name := range [...]string{"date", "time", "datetime", "epochSeconds", "epochMillis"} {
		if f.has(name) {
			return f.bad("%s does not go with truncation", name)
		}
	}
	return f.check()
}

// keepFraction adds the part of the second that truncation left, where the map only says what comes below it.
func keepFraction(m Map, unit int, t LocalTime) Map {
	f := fields{m: m}
	ns := t.ns % nsPerSecond
	switch {
	case unit == millisecondUnit && f.any("microsecond", "nanosecond") && !f.has("millisecond"):
		return m.With("millisecond", ns/1_000_000)
	case unit == microsecondUnit && f.has("nanosecond") && !f.any("millisecond", "microsecond"):
		return m.With("microsecond", ns/1000)
	}
	return m
}

// truncate cuts to a unit by its index; those of the clock leave the day as it is.
func (d Date) truncate(unit int) (Date, error) {
	y, m, _ := d.Civil()
	switch truncationUnits[unit] {
	case "millennium":
		return NewDate(y-y%1000, 1, 1)
	case "century":
		return NewDate(y-y%100, 1, 1)
	case "decade":
		return NewDate(y-y%10, 1, 1)
	case "year":
		return NewDate(y, 1, 1)
	case "weekyear":
		weekYear, _ := d.isoWeek()
		return dateOfWeek(weekYear, 1, 1)
	case "quarter":
		return NewDate(y, (m-1)/3*3+1, 1)
	case "month":
		return NewDate(y, m, 1)
	case "week":
		return dateOfDay(d.days - d.weekday() + 1)
	}
	return d, nil
}

// truncate cuts to a unit by its index; those of the calendar leave midnight.
func (t LocalTime) truncate(unit int) LocalTime {
	if unit < firstClockUnit {
		return LocalTime{}
	}
	size := [...]int64{3600 * nsPerSecond, 60 * nsPerSecond, nsPerSecond, 1_000_000, 1000}[unit-firstClockUnit]
	return LocalTime{t.ns - t.ns%size}
}
