package value

import "cmp"

// span is a pair of points in time of any kinds, made alike: dates are at midnight, times are on the day of the other
// one, and what has no zone is in the zone of the other one.
type span struct {
	from, to   parts
	calendar   bool // both had a day: months and days count
	zoned      bool // one had a zone
	start, end LocalDateTime
}

func newSpan(from, to Value) (span, error) {
	a, ok := partsOf(from)
	b, ok2 := partsOf(to)
	if !ok || !ok2 {
		return span{}, typeErrorf("a duration is between two points in time, not between the %s %s and the %s %s", KindOf(from), brief(from), KindOf(to), brief(to))
	}
	s := span{calendar: a.hasDay && b.hasDay, zoned: a.hasZone || b.hasZone}
	fill := func(p *parts, o parts) {
		if !p.hasDay {
			p.day = o.day
		}
		if !p.hasZone {
			p.zone = o.zone
		}
	}
	fill(&a, b)
	fill(&b, a)
	s.from, s.to = a, b
	s.start, s.end = a.local(), b.local()
	if s.zoned { // both on the clock of the first
		s.end = b.dateTime().in(a.zone).Local()
	}
	return s, nil
}

// months are the whole months from start to end.
func (s span) months() int64 {
	if !s.calendar {
		return 0
	}
	end := s.wholeDaysEnd(s.start)
	y1, m1, d1 := s.start.Date().Civil()
	y2, m2, d2 := end.Civil()
	return ((y2*12+m2)*32 + d2 - (y1*12+m1)*32 - d1) / 32
}

// days are the whole days from a moment to the end.
func (s span) days(from LocalDateTime) int64 {
	if !s.calendar {
		return 0
	}
	return s.wholeDaysEnd(from).days - from.Date().days
}

// wholeDaysEnd is the last day that is whole days away from a moment.
func (s span) wholeDaysEnd(from LocalDateTime) Date {
	end := s.end.Date()
	clock := cmp.Compare(s.end.Time().ns, from.Time().ns)
	switch c := end.Compare(from.Date()); {
	case c > 0 && clock < 0:
		end.days--
	case c < 0 && clock > 0:
		end.days++
	}
	return end
}

// seconds is the time from a moment on the first clock to the end.
func (s span) seconds(from LocalDateTime) (Duration, error) {
	end := s.end
	if s.zoned {
		var preferred *int32
		if from == s.start {
			preferred = s.from.offset
		}
		start := from.atZone(s.from.zone, preferred)
		from, end = LocalDateTime{start.sec, start.ns}, s.instant()
	}
	return NewDuration(0, 0, end.sec-from.sec, int64(end.ns)-int64(from.ns))
}

func (s span) instant() LocalDateTime {
	t := s.to.dateTime()
	return LocalDateTime{t.sec, t.ns}
}

// Between is duration.between(from, to): months, then days, then seconds, each as many as fit.
func Between(from, to Value) (Duration, error) {
	s, err := newSpan(from, to)
	if err != nil {
		return Duration{}, err
	}
	months := s.months()
	at, err := s.start.plusCalendar(months, 0)
	if err != nil {
		return Duration{}, err
	}
	days := s.days(at)
	if at, err = at.plusCalendar(0, days); err != nil {
		return Duration{}, err
	}
	d, err := s.seconds(at)
	d.months, d.days = months, days
	return d, err
}

func inMonths(from, to Value) (Duration, error) {
	s, err := newSpan(from, to)
	if err != nil {
		return Duration{}, err
	}
	return Duration{months: s.months()}, nil
}

func inDays(from, to Value) (Duration, error) {
	s, err := newSpan(from, to)
	if err != nil {
		return Duration{}, err
	}
	return Duration{days: s.days(s.start)}, nil
}

func inSeconds(from, to Value) (Duration, error) {
	s, err := newSpan(from, to)
	if err != nil {
		return Duration{}, err
	}
	return s.seconds(s.start)
}
