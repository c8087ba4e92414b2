package value

// component is an accessor of a temporal value: date.year, duration.minutesOfHour …
func component(v Value, name string) (Value, error) {
	if d, ok := v.(Duration); ok {
		if r, ok, err := d.component(name); ok {
			return noValueOnError(r, err)
		}
		return nil, noComponent(v, name)
	}
	p, _ := partsOf(v)
	if p.hasDay {
		if n, ok := p.day.component(name); ok {
			return n, nil
		}
	}
	if p.hasTime {
		if n, ok := p.clock.component(name); ok {
			return n, nil
		}
	}
	if p.hasZone {
		if r, ok := p.zoneComponent(name); ok {
			return r, nil
		}
	}
	if t, ok := v.(DateTime); ok {
		switch name {
		case "epochSeconds":
			return t.sec, nil
		case "epochMillis":
			return t.sec*1000 + int64(t.ns)/1_000_000, nil // cannot overflow: seconds are below 2^55
		}
	}
	return nil, noComponent(v, name)
}

func noComponent(v Value, name string) error {
	return errorf(ArgumentError, InvalidArgumentValue, "a %s has no component %q", KindOf(v), name)
}

func (d Date) component(name string) (int64, bool) {
	year, month, day := d.Civil()
	switch name {
	case "year":
		return year, true
	case "quarter":
		return (month-1)/3 + 1, true
	case "month":
		return month, true
	case "week":
		_, week := d.isoWeek()
		return week, true
	case "weekYear":
		weekYear, _ := d.isoWeek()
		return weekYear, true
	case "day":
		return day, true
	case "ordinalDay":
		return d.ordinal(), true
	case "weekDay", "dayOfWeek":
		return d.weekday(), true
	case "dayOfQuarter":
		return d.dayOfQuarter(), true
	}
	return 0, false
}

func (t LocalTime) component(name string) (int64, bool) {
	h, m, s, ns := t.Clock()
	switch name {
	case "hour":
		return h, true
	case "minute":
		return m, true
	case "second":
		return s, true
	case "millisecond":
		return ns / 1_000_000, true
	case "microsecond":
		return ns / 1000, true
	case "nanosecond":
		return ns, true
	}
	return 0, false
}

func (p parts) zoneComponent(name string) (Value, bool) {
	offset := p.zone.offset
	if p.offset != nil {
		offset = *p.offset
	}
	switch name {
	case "timezone":
		if p.zone.loc != nil {
			return p.zone.loc.String(), true
		}
		return string(appendOffset(nil, offset)), true
	case "offset":
		return string(appendOffset(nil, offset)), true
	case "offsetMinutes":
		return int64(offset) / 60, true
	case "offsetSeconds":
		return int64(offset), true
	}
	return nil, false
}

// component is an accessor: whole units of one part, towards zero, or what is left of them in the next larger unit.
func (d Duration) component(name string) (n int64, ok bool, err error) {
	ns := int64(d.ns)
	sub := func(perSecond int64) (int64, bool, error) {
		product, fits := multiply(d.sec, perSecond)
		sum, fits2 := add(product, ns/(nsPerSecond/perSecond))
		if !fits || !fits2 {
			return 0, true, errOutOfRange
		}
		return sum, true, nil
	}
	switch name {
	case "years":
		n = d.months / 12
	case "quarters":
		n = d.months / 3
	case "months":
		n = d.months
	case "weeks":
		n = d.days / 7
	case "days":
		n = d.days
	case "hours":
		n = d.sec / 3600
	case "minutes":
		n = d.sec / 60
	case "seconds":
		n = d.sec
	case "milliseconds":
		return sub(1000)
	case "microseconds":
		return sub(1_000_000)
	case "nanoseconds":
		return sub(nsPerSecond)
	case "quartersOfYear":
		n = d.months / 3 % 4
	case "monthsOfQuarter":
		n = d.months % 3
	case "monthsOfYear":
		n = d.months % 12
	case "daysOfWeek":
		n = d.days % 7
	case "minutesOfHour":
		n = d.sec / 60 % 60
	case "secondsOfMinute":
		n = d.sec % 60
	case "millisecondsOfSecond":
		n = ns / 1_000_000
	case "microsecondsOfSecond":
		n = ns / 1000
	case "nanosecondsOfSecond":
		n = ns
	default:
		return 0, false, nil
	}
	return n, true, nil
}
