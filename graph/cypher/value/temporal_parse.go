package value

import "strings"

// timeText reads dates, times and offsets from a text, from left to right.
type timeText struct {
	s string
	i int
}

func (p *timeText) rest() string { return p.s[p.i:] }

func (p *timeText) take(c byte) bool {
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

// run is how many digits come next.
func (p *timeText) run() int {
	n := p.i
	for n < len(p.s) && p.s[n] >= '0' && p.s[n] <= '9' {
		n++
	}
	return n - p.i
}

// digits reads exactly n digits.
func (p *timeText) digits(n int) (int64, bool) {
	if p.run() < n {
		return 0, false
	}
	var v int64
	for range n {
		v = v*10 + int64(p.s[p.i]-'0')
		p.i++
	}
	return v, true
}

// date reads one of the forms of ISO 8601: 2015-07-21, 20150721, 2015-07, 201507, 2015-W30-2, 2015W302, 2015-W30,
// 2015-Q3-21, 2015Q321, 2015-202, 2015202, 2015. A year with a sign has up to nine digits; then dashes are needed.
func (p *timeText) date() (d Date, ok bool, err error) {
	negative, signed := p.take('-'), false
	signed = negative || p.take('+')
	width := 4
	if signed {
		width = min(p.run(), 9)
	}
	year, ok := p.digits(width)
	if !ok || width < 1 || signed && width < 4 {
		return Date{}, false, nil
	}
	if negative {
		year = -year
	}
	dash := p.take('-')
	if signed && !dash && p.run() > 0 {
		return Date{}, false, nil
	}
	switch {
	case p.take('W'):
		return p.finish(year, dash, 2, 1, dateOfWeek)
	case p.take('Q'):
		return p.finish(year, dash, 1, 2, dateOfQuarter)
	}
	switch n := p.run(); {
	case n == 3:
		day, _ := p.digits(3)
		d, err = dateOfOrdinal(year, day)
		return d, true, err
	case n == 2 && dash, n == 2 || n == 4:
		if n == 4 && dash {
			return Date{}, false, nil
		}
		return p.finish(year, dash, 2, 2, NewDate)
	case n == 0 && !dash:
		d, err = NewDate(year, 1, 1)
		return d, true, err
	}
	return Date{}, false, nil
}

// finish reads the middle and the optional last part of a date; the last one is 1 when it is missing.
func (p *timeText) finish(year int64, dash bool, middle, last int, day func(year, middle, last int64) (Date, error)) (d Date, ok bool, err error) {
	a, ok := p.digits(middle)
	if !ok {
		return Date{}, false, nil
	}
	b := int64(1)
	if dash && p.take('-') || !dash && p.run() > 0 {
		if b, ok = p.digits(last); !ok || p.run() > 0 {
			return Date{}, false, nil
		}
	}
	d, err = day(year, a, b)
	return d, true, err
}

// clock reads 21:40:32.142, 214032.142, 21:40, 2140 or 21.
func (p *timeText) clock() (t LocalTime, ok bool) {
	hour, ok := p.digits(2)
	if !ok {
		return t, false
	}
	var minute, second, ns int64
	colon := p.take(':')
	if colon || p.run() > 0 {
		if minute, ok = p.digits(2); !ok {
			return t, false
		}
		if colon && p.take(':') || !colon && p.run() > 0 {
			if second, ok = p.digits(2); !ok {
				return t, false
			}
			if ns, ok = p.fraction(); !ok {
				return t, false
			}
		}
	}
	t, err := NewLocalTime(hour, minute, second, ns)
	return t, err == nil
}

// fraction reads up to nine decimals after a point or a comma, as nanoseconds; none is 0.
func (p *timeText) fraction() (int64, bool) {
	if !p.take('.') && !p.take(',') {
		return 0, true
	}
	n := p.run()
	if n < 1 || n > 9 {
		return 0, false
	}
	ns, _ := p.digits(n)
	for range 9 - n {
		ns *= 10
	}
	return ns, true
}

// offset reads Z, +01, +0100, +01:00, +010000 or +01:00:00, in seconds.
func (p *timeText) offset() (seconds int64, ok bool) {
	if p.take('Z') || p.take('z') {
		return 0, true
	}
	sign := int64(1)
	if p.take('-') {
		sign = -1
	} else if !p.take('+') {
		return 0, false
	}
	t, ok := p.clock()
	return sign * (t.ns / nsPerSecond), ok && t.ns%nsPerSecond == 0
}

func notTemporal(kind Kind, s, example string) error {
	return errorf(ArgumentError, InvalidArgumentValue, "%s is no %s: expected an ISO 8601 form such as '%s'", brief(s), kind, example)
}

// ParseDate reads a date in a form of ISO 8601: by month, week, quarter or day of the year, with dashes or without.
func ParseDate(s string) (Date, error) {
	p := &timeText{s: s}
	d, ok, err := p.date()
	if err != nil {
		return Date{}, err
	}
	if !ok || p.rest() != "" {
		return Date{}, notTemporal(KindDate, s, "2015-07-21")
	}
	return d, nil
}

// ParseLocalTime reads a time of day without an offset.
func ParseLocalTime(s string) (LocalTime, error) {
	p := &timeText{s: s}
	t, ok := p.clock()
	if !ok || p.rest() != "" {
		return LocalTime{}, notTemporal(KindLocalTime, s, "21:40:32.142")
	}
	return t, nil
}

// ParseTime reads a time of day; without an offset it has the one given.
func ParseTime(s string, offset int64) (Time, error) {
	p := &timeText{s: s}
	t, ok := p.clock()
	if ok && p.rest() != "" {
		offset, ok = p.offset()
	}
	if !ok || p.rest() != "" {
		return Time{}, notTemporal(KindTime, s, "21:40:32.142+01:00")
	}
	return NewTime(t, offset)
}

// localDateTime reads a date and, after a T, a time.
func (p *timeText) localDateTime() (t LocalDateTime, ok bool, err error) {
	d, ok, err := p.date()
	if !ok || err != nil {
		return t, ok, err
	}
	var clock LocalTime
	if p.take('T') {
		clock, ok = p.clock()
	}
	return NewLocalDateTime(d, clock), ok, nil
}

// ParseLocalDateTime reads a date and, after a T, a time of day; without the latter it is midnight.
func ParseLocalDateTime(s string) (LocalDateTime, error) {
	p := &timeText{s: s}
	t, ok, err := p.localDateTime()
	if err != nil {
		return LocalDateTime{}, err
	}
	if !ok || p.rest() != "" {
		return LocalDateTime{}, notTemporal(KindLocalDateTime, s, "2015-07-21T21:40:32.142")
	}
	return t, nil
}

// ParseDateTime reads a date, a time of day, an offset and a zone in brackets; both of the latter may be missing. Without
// either it is UTC. An offset that the zone does not have at that time is an error.
func ParseDateTime(s string) (DateTime, error) { return parseDateTime(s, zone{}) }

func parseDateTime(s string, z zone) (DateTime, error) {
	p := &timeText{s: s}
	bad := notTemporal(KindDateTime, s, "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]")
	t, ok, err := p.localDateTime()
	if err != nil {
		return DateTime{}, err
	}
	if !ok {
		return DateTime{}, bad
	}
	var preferred *int32
	if rest := p.rest(); rest != "" && rest[0] != '[' {
		offset, ok := p.offset()
		if !ok {
			return DateTime{}, bad
		}
		if err := checkOffset(offset); err != nil {
			return DateTime{}, err
		}
		o := int32(offset)
		z, preferred = zone{offset: o}, &o
	}
	if name, ok := strings.CutPrefix(p.rest(), "["); ok {
		name, ok = strings.CutSuffix(name, "]")
		if !ok {
			return DateTime{}, bad
		}
		if z, err = parseZone(name); err != nil {
			return DateTime{}, err
		}
		p.i = len(p.s)
	}
	if p.rest() != "" {
		return DateTime{}, bad
	}
	dt := t.atZone(z, preferred)
	if preferred != nil && dt.offset != *preferred {
		return DateTime{}, errorf(ArgumentError, InvalidArgumentValue, "%s: the zone has the offset %s then", brief(s), appendOffset(nil, dt.offset))
	}
	return dt, nil
}
