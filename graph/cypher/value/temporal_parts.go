package value

// parts are what points in time of every kind have in common.
type parts struct {
	day     Date
	clock   LocalTime
	zone    zone
	hasDay  bool
	hasTime bool
	hasZone bool
	offset  *int32 // the offset of a DateTime, to be kept where a zone's clocks show a time twice
}

// partsOf takes a point in time apart; ok is false for other values.
func partsOf(v Value) (p parts, ok bool) {
	switch t := v.(type) {
	case Date:
		return parts{day: t, hasDay: true}, true
	case LocalTime:
		return parts{clock: t, hasTime: true}, true
	case Time:
		return parts{clock: t.Local(), zone: zone{offset: t.offset}, hasTime: true, hasZone: true}, true
	case LocalDateTime:
		return parts{day: t.Date(), clock: t.Time(), hasDay: true, hasTime: true}, true
	case DateTime:
		l := t.Local()
		return parts{l.Date(), l.Time(), t.zone(), true, true, true, &t.offset}, true
	}
	return parts{}, false
}

func (p parts) local() LocalDateTime { return NewLocalDateTime(p.day, p.clock) }

func (p parts) dateTime() DateTime { return p.local().atZone(p.zone, p.offset) }

// as makes a value of the kind; what is missing is midnight and UTC. The day has to be there where the kind has one.
func (p parts) as(kind Kind) Value {
	switch kind {
	case KindDate:
		return p.day
	case KindLocalTime:
		return p.clock
	case KindTime:
		return p.time()
	case KindLocalDateTime:
		return p.local()
	}
	return p.dateTime()
}

// time is the clock with the offset that the zone has on the day.
func (p parts) time() Time {
	if p.zone.loc == nil {
		return Time{p.clock.ns, p.zone.offset}
	}
	return Time{p.clock.ns, p.dateTime().offset}
}

func hasDay(kind Kind) bool  { return kind != KindLocalTime && kind != KindTime }
func hasTime(kind Kind) bool { return kind != KindDate }
func hasZone(kind Kind) bool { return kind == KindTime || kind == KindDateTime }
