package value

import "strings"

// The fields of the maps that temporal values are made from. Those of one family exclude those of the others.
var dayFamilies = [...][2]string{{"month", "day"}, {"week", "dayOfWeek"}, {"quarter", "dayOfQuarter"}, {"", "ordinalDay"}}

var clockFields = [...]string{"hour", "minute", "second"}

var fractionFields = [...]string{"millisecond", "microsecond", "nanosecond"}

// fields reads a map that describes a point in time of one kind.
type fields struct {
	kind Kind
	m    Map
}

func (f fields) has(name string) bool {
	_, ok := f.m.Get(name)
	return name != "" && ok
}

func (f fields) any(names ...string) bool {
	for _, n := range names {
		if f.has(n) {
			return true
		}
	}
	return false
}

// integer is a field, or the default when the map lacks it.
func (f fields) integer(name string, missing int64) (int64, error) {
	v, ok := f.m.Get(name)
	if !ok {
		return missing, nil
	}
	n, ok := v.(int64)
	if !ok {
		return 0, typeErrorf("%s of a %s is an integer, not the %s %s", name, f.kind, KindOf(v), brief(v))
	}
	return n, nil
}

func (f fields) bad(format string, args ...any) error {
	return errorf(ArgumentError, InvalidArgumentValue, "a "+f.kind.String()+" from a map: "+format, args...)
}

// check refuses unknown fields and those that the kind does not have.
func (f fields) check() error {
	for name := range f.m.All() {
		var ok bool
		switch name {
		case "date", "year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay":
			ok = hasDay(f.kind)
		case "time", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond":
			ok = hasTime(f.kind)
		case "datetime", "epochSeconds", "epochMillis":
			ok = hasDay(f.kind) && hasTime(f.kind)
		case "timezone":
			ok = hasZone(f.kind)
		}
		if !ok {
			return f.bad("it has no field %q", name)
		}
	}
	return nil
}

// build makes a point in time of the kind from a map; defaultZone is for those with a zone that the map does not name.
func build(kind Kind, m Map, defaultZone zone) (Value, error) {
	f := fields{kind, m}
	if err := f.check(); err != nil {
		return nil, err
	}
	p, err := f.base(defaultZone)
	if err != nil {
		return nil, err
	}
	return f.over(p, true)
}

// base is what the map takes over from other values: the day from date, the time and its zone from time, both from
// datetime.
func (f fields) base(defaultZone zone) (parts, error) {
	p := parts{zone: defaultZone}
	if f.has("datetime") && f.any("date", "time") {
		return p, f.bad("datetime does not go with date or time")
	}
	for _, from := range [...]string{"date", "time", "datetime"} {
		v, ok := f.m.Get(from)
		if !ok {
			continue
		}
		o, ok := partsOf(v)
		if !ok || from != "time" && !o.hasDay || from != "date" && !o.hasTime {
			return p, f.bad("%s cannot be taken from the %s %s", from, KindOf(v), brief(v))
		}
		if from != "time" {
			p.day, p.hasDay = o.day, true
		}
		if from != "date" {
			p.clock, p.hasTime = o.clock, true
			if o.hasZone {
				if f.kind == KindTime { // a time of day keeps the offset of its day, which it forgets
					o.zone = zone{offset: o.time().offset}
				}
				p.zone, p.hasZone, p.offset = o.zone, true, o.offset
			}
		}
	}
	return p, f.epoch(&p)
}

// epoch reads epochSeconds and epochMillis, with the nanosecond on top.
func (f fields) epoch(p *parts) error {
	if !f.any("epochSeconds", "epochMillis") {
		return nil
	}
	for name := range f.m.All() {
		if name != "epochSeconds" && name != "epochMillis" && name != "nanosecond" && name != "timezone" || f.has("epochSeconds") && f.has("epochMillis") {
			return f.bad("%s does not go with seconds or milliseconds since 1970", name)
		}
	}
	sec, err := f.integer("epochSeconds", 0)
	if err != nil {
		return err
	}
	ms, err := f.integer("epochMillis", 0)
	if err != nil {
		return err
	}
	t, err := fromEpoch(sec, ms, 0)
	if err != nil {
		return err
	}
	o, _ := partsOf(t)
	p.day, p.clock, p.hasDay, p.hasTime = o.day, o.clock, true, true
	p.zone, p.hasZone = zone{}, true
	return nil
}

// fromEpoch is an instant in UTC.
func fromEpoch(sec, ms, ns int64) (DateTime, error) {
	sec, ok := add(sec, floorDiv(ms, 1000))
	if !ok {
		return DateTime{}, errOutOfRange
	}
	sec, ok = add(sec, floorDiv(ns, nsPerSecond))
	if !ok || sec < -4*secPerDay*maxDay || sec > 4*secPerDay*maxDay {
		return DateTime{}, errOutOfRange
	}
	ns = ns - nsPerSecond*floorDiv(ns, nsPerSecond) + (ms-1000*floorDiv(ms, 1000))*1_000_000
	t, err := LocalDateTime{}.plusSeconds(sec+ns/nsPerSecond, ns%nsPerSecond)
	return DateTime{sec: t.sec, ns: t.ns}, err
}

// over puts the fields of the map over the parts. With convert, a timezone moves a time that has a zone already to the
// same instant there; else it only names the zone.
func (f fields) over(p parts, convert bool) (Value, error) {
	var err error
	if hasDay(f.kind) {
		if p.day, err = f.day(p); err != nil {
			return nil, err
		}
	}
	if hasTime(f.kind) {
		if p.clock, err = f.clock(p); err != nil {
			return nil, err
		}
	}
	z, ok := f.m.Get("timezone")
	if !ok {
		return p.as(f.kind), nil
	}
	name, ok := z.(string)
	if !ok {
		return nil, typeErrorf("timezone is a string, not the %s %s", KindOf(z), brief(z))
	}
	to, err := parseZone(name)
	if err != nil {
		return nil, err
	}
	if !convert || !p.hasZone {
		p.zone, p.offset = to, nil
		return p.as(f.kind), nil
	}
	if f.kind == KindTime {
		return p.time().at(to.offsetAt(p.dateTime().sec)), nil
	}
	return p.dateTime().in(to), nil
}

// day reads the day from the fields of one family; what they leave open above them comes from the day there is, what
// they leave open below is 1, or also from the day there is.
func (f fields) day(p parts) (Date, error) {
	family, err := f.family()
	if err != nil {
		return Date{}, err
	}
	if family < 0 && !f.has("year") && p.hasDay {
		return p.day, nil
	}
	if !p.hasDay && !f.has("year") {
		return Date{}, f.bad("it needs a year")
	}
	var year, middle, last int64 = 0, 1, 1
	if p.hasDay {
		year, middle, last = p.day.by(family)
	}
	if year, err = f.integer("year", year); err != nil {
		return Date{}, err
	}
	if family < 0 {
		return NewDate(year, middle, last)
	}
	names := dayFamilies[family]
	if !p.hasDay && names[0] != "" && f.has(names[1]) && !f.has(names[0]) {
		return Date{}, f.bad("%s needs %s", names[1], names[0])
	}
	if middle, err = f.integer(names[0], middle); err != nil {
		return Date{}, err
	}
	if last, err = f.integer(names[1], last); err != nil {
		return Date{}, err
	}
	switch family {
	case 0:
		return NewDate(year, middle, last)
	case 1:
		return dateOfWeek(year, middle, last)
	case 2:
		return dateOfQuarter(year, middle, last)
	}
	return dateOfOrdinal(year, last)
}

// by is the date as the family of fields counts it. No family is months and days.
func (d Date) by(family int) (year, middle, last int64) {
	year, month, day := d.Civil()
	switch family {
	case 1:
		year, week := d.isoWeek()
		return year, week, d.weekday()
	case 2:
		return year, (month-1)/3 + 1, d.dayOfQuarter()
	case 3:
		return year, 0, d.ordinal()
	}
	return year, month, day
}

// family is the one whose fields the map has, or -1.
func (f fields) family() (int, error) {
	found := -1
	for i, names := range dayFamilies {
		if !f.any(names[0], names[1]) {
			continue
		}
		if found >= 0 {
			return 0, f.bad("%s does not go with %s", strings.Trim(names[0]+"/"+names[1], "/"), strings.Trim(dayFamilies[found][0]+"/"+dayFamilies[found][1], "/"))
		}
		found = i
	}
	return found, nil
}

// clock reads the time of day. Without a time to start from, a smaller field needs all larger ones.
func (f fields) clock(p parts) (LocalTime, error) {
	var v [4]int64
	if p.hasTime {
		v[0], v[1], v[2], v[3] = p.clock.Clock()
	} else if err := f.checkGaps(); err != nil {
		return LocalTime{}, err
	}
	var err error
	for i, name := range clockFields {
		if v[i], err = f.integer(name, v[i]); err != nil {
			return LocalTime{}, err
		}
	}
	if v[3], err = f.fraction(v[3]); err != nil {
		return LocalTime{}, err
	}
	return NewLocalTime(v[0], v[1], v[2], v[3])
}

func (f fields) checkGaps() error {
	missing := ""
	for _, name := range clockFields {
		switch {
		case !f.has(name) && missing == "":
			missing = name
		case f.has(name) && missing != "":
			return f.bad("%s needs %s", name, missing)
		}
	}
	if missing == "hour" && !hasDay(f.kind) || missing != "" && f.any(fractionFields[:]...) {
		return f.bad("it needs %s", missing)
	}
	return nil
}

// fraction is the nanoseconds of the second: of milliseconds, microseconds and nanoseconds, those after another count up
// to one of it.
func (f fields) fraction(missing int64) (int64, error) {
	if !f.any(fractionFields[:]...) {
		return missing, nil
	}
	var total int64
	limit, unit := int64(1000), int64(1_000_000)
	for _, name := range fractionFields {
		n, err := f.integer(name, 0)
		if err != nil {
			return 0, err
		}
		if err := within(name, n, 0, limit-1); err != nil {
			return 0, err
		}
		total += n * unit
		if f.has(name) {
			limit = 1
		}
		limit, unit = limit*1000, unit/1000
	}
	return total, nil
}
