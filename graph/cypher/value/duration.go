package value

import (
	"cmp"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Duration is a length of time in three parts that do not convert into each other: months, days and seconds.
type Duration struct {
	months, days, sec int64
	ns                int32 // 0 to 999,999,999, added to sec whatever its sign
}

// secondsPerMonth is a twelfth of the mean Gregorian year (365.2425 days): what a fraction of a month is a fraction of.
const secondsPerMonth = 2_629_746

// NewDuration is a duration of these parts; nanoseconds may be any number. The error is an ArithmeticError when the
// seconds overflow.
func NewDuration(months, days, seconds, nanoseconds int64) (Duration, error) {
	s, ok := add(seconds, floorDiv(nanoseconds, nsPerSecond))
	if !ok {
		return Duration{}, errOutOfRange
	}
	return Duration{months, days, s, int32(nanoseconds - nsPerSecond*floorDiv(nanoseconds, nsPerSecond))}, nil
}

// Parts are the three parts of the duration; nanoseconds are 0 to 999,999,999 and count on top of the seconds.
func (d Duration) Parts() (months, days, seconds, nanoseconds int64) {
	return d.months, d.days, d.sec, int64(d.ns)
}

// add is a+b, and whether that is an int64.
func add(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0) || b == 0
}

// plus is d + sign*o.
func (d Duration) plus(o Duration, sign int64) (Duration, error) {
	if sign < 0 && (o.months == math.MinInt64 || o.days == math.MinInt64 || o.sec == math.MinInt64) {
		return Duration{}, errOutOfRange
	}
	months, ok1 := add(d.months, sign*o.months)
	days, ok2 := add(d.days, sign*o.days)
	sec, ok3 := add(d.sec, sign*o.sec)
	if !ok1 || !ok2 || !ok3 {
		return Duration{}, errOutOfRange
	}
	return NewDuration(months, days, sec, int64(d.ns)+sign*int64(o.ns))
}

// wholeSeconds are the seconds without a fraction, towards zero.
func (d Duration) wholeSeconds() int64 {
	if d.sec < 0 && d.ns > 0 {
		return d.sec + 1
	}
	return d.sec
}

// times multiplies each part by a number; fractions of a part go to the next smaller one.
func (d Duration) times(by Value) (Duration, error) {
	r, err := exact(by)
	if err != nil {
		return Duration{}, err
	}
	return d.scale(r)
}

func (d Duration) dividedBy(by Value) (Duration, error) {
	r, err := exact(by)
	if err != nil {
		return Duration{}, err
	}
	if r.Sign() == 0 {
		return Duration{}, errorf(ArithmeticError, DivisionByZero, "%s / %v: a duration cannot be divided by 0", d, by)
	}
	return d.scale(r.Inv(r))
}

func (d Duration) scale(by *big.Rat) (Duration, error) {
	var sum durationSum
	part := func(n int64) *big.Rat { r := new(big.Rat).SetInt64(n); return r.Mul(r, by) }
	sum.addMonths(part(d.months))
	sum.addDays(part(d.days))
	sum.addSeconds(part(d.sec))
	ns := part(int64(d.ns))
	sum.addSeconds(ns.Quo(ns, big.NewRat(nsPerSecond, 1)))
	return sum.duration()
}

// exact is a number as a fraction. A float stands for the decimal that it is written as, so that 0.1 is a tenth.
func exact(v Value) (*big.Rat, error) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), nil
	case float64:
		if a := math.Abs(v); !(a < 1e30) { // also NaN; beyond it every part overflows
			return nil, errOutOfRange
		} else if a < 1e-30 {
			return new(big.Rat), nil // below the nanosecond, whatever it multiplies
		}
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
		return r, nil
	}
	return nil, typeErrorf("expected a number, not the %s %s", KindOf(v), brief(v))
}

// durationSum gathers parts with fractions, exactly.
type durationSum struct {
	months, days, seconds big.Rat
}

// addMonths hands fractions of a month on as days and seconds of a mean month.
func (s *durationSum) addMonths(r *big.Rat) {
	whole, frac := split(r)
	s.months.Add(&s.months, whole)
	seconds := frac.Mul(frac, big.NewRat(secondsPerMonth, 1))
	days, _ := split(new(big.Rat).Quo(seconds, big.NewRat(secPerDay, 1)))
	s.days.Add(&s.days, days)
	s.seconds.Add(&s.seconds, seconds.Sub(seconds, days.Mul(days, big.NewRat(secPerDay, 1))))
}

func (s *durationSum) addDays(r *big.Rat) {
	whole, frac := split(r)
	s.days.Add(&s.days, whole)
	s.seconds.Add(&s.seconds, frac.Mul(frac, big.NewRat(secPerDay, 1)))
}

func (s *durationSum) addSeconds(r *big.Rat) { s.seconds.Add(&s.seconds, r) }

// split is the whole part of r, towards zero, and the rest.
func split(r *big.Rat) (whole, frac *big.Rat) {
	q := new(big.Int).Quo(r.Num(), r.Denom())
	whole = new(big.Rat).SetInt(q)
	return whole, new(big.Rat).Sub(r, whole)
}

// duration drops what is less than a nanosecond.
func (s *durationSum) duration() (Duration, error) {
	ns := new(big.Rat).Mul(&s.seconds, big.NewRat(nsPerSecond, 1))
	total := new(big.Int).Quo(ns.Num(), ns.Denom())
	sec, rest := new(big.Int).DivMod(total, big.NewInt(nsPerSecond), new(big.Int))
	months, days := s.months.Num(), s.days.Num() // both are whole
	if !months.IsInt64() || !days.IsInt64() || !sec.IsInt64() {
		return Duration{}, errOutOfRange
	}
	return Duration{months.Int64(), days.Int64(), sec.Int64(), int32(rest.Int64())}, nil
}

// Compare orders durations by their mean length, and those of one length by months, days and seconds.
func (d Duration) Compare(o Duration) int {
	return cmp.Or(d.mean().Cmp(o.mean()), cmp.Compare(d.ns, o.ns), cmp.Compare(d.months, o.months),
		cmp.Compare(d.days, o.days), cmp.Compare(d.sec, o.sec))
}

// mean is the mean length in whole seconds.
func (d Duration) mean() *big.Int {
	m := new(big.Int).Mul(big.NewInt(d.months), big.NewInt(secondsPerMonth))
	m.Add(m, new(big.Int).Mul(big.NewInt(d.days), big.NewInt(secPerDay)))
	return m.Add(m, big.NewInt(d.sec))
}

// String is the duration in ISO 8601, each part with its own sign: "P12Y5M-14DT16H", "PT-0.001S"; zero is "PT0S".
func (d Duration) String() string {
	if d == (Duration{}) {
		return "PT0S"
	}
	b := []byte{'P'}
	unit := func(n int64, letter byte) {
		if n != 0 {
			b = append(strconv.AppendInt(b, n, 10), letter)
		}
	}
	unit(d.months/12, 'Y')
	unit(d.months%12, 'M')
	unit(d.days, 'D')
	if d.sec == 0 && d.ns == 0 {
		return string(b)
	}
	b = append(b, 'T')
	sec, ns := d.sec, int64(d.ns)
	if sec < 0 && ns > 0 {
		sec, ns = sec+1, ns-nsPerSecond
	}
	unit(sec/3600, 'H')
	unit(sec/60%60, 'M')
	if s := sec % 60; s != 0 || ns != 0 {
		if s == 0 && ns < 0 {
			b = append(b, '-')
		}
		b = strconv.AppendInt(b, s, 10)
		b = append(appendFraction(b, max(ns, -ns)), 'S')
	}
	return string(b)
}

// dateUnits and clockUnits are the letters before and after the T, in the order in which they come.
const dateUnits, clockUnits = "YQMWD", "HMS"

// ParseDuration reads an ISO 8601 duration: by units ("P12Y5M1.5DT16H12M70S", each with a sign and a fraction of its
// own, after a sign for all), or like a date ("P2012-02-02T14:37:21.545").
func ParseDuration(s string) (Duration, error) {
	bad := errorf(ArgumentError, InvalidArgumentValue, "%s is no duration: expected a form such as 'P1Y2M10DT2H30M15.5S' or 'P2012-02-02T14:37:21'", brief(s))
	if len(s) > 300 { // seven parts of at most 40 digits
		return Duration{}, bad
	}
	rest, sign := s, int64(1)
	switch {
	case strings.HasPrefix(s, "-"):
		rest, sign = s[1:], -1
	case strings.HasPrefix(s, "+"):
		rest = s[1:]
	}
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok || rest == "" {
		return Duration{}, bad
	}
	var sum durationSum
	if !sum.readUnits(rest) {
		sum = durationSum{}
		if !sum.readDate(rest) {
			return Duration{}, bad
		}
	}
	d, err := sum.duration()
	if err == nil && sign < 0 {
		d, err = Duration{}.plus(d, -1)
	}
	return d, err
}

func (s *durationSum) readUnits(text string) bool {
	date, clock, hasClock := strings.Cut(text, "T")
	if hasClock && clock == "" {
		return false
	}
	return s.readList(date, dateUnits, false) && s.readList(clock, clockUnits, true)
}

// readList reads numbers with their units, which have to come in the order of the units.
func (s *durationSum) readList(text, units string, clock bool) bool {
	for text != "" {
		n := strings.IndexAny(text, units)
		if n < 0 {
			return false
		}
		number, ok := decimal(text[:n])
		if !ok {
			return false
		}
		s.add(number, text[n], clock)
		units = units[strings.IndexByte(units, text[n])+1:]
		text = text[n+1:]
	}
	return true
}

// add adds so many of a unit; M is months before the T and minutes after it.
func (s *durationSum) add(n *big.Rat, unit byte, clock bool) {
	scaled := func(by int64) *big.Rat { return n.Mul(n, big.NewRat(by, 1)) }
	switch {
	case unit == 'Y':
		s.addMonths(scaled(12))
	case unit == 'Q':
		s.addMonths(scaled(3))
	case unit == 'M' && !clock:
		s.addMonths(n)
	case unit == 'W':
		s.addDays(scaled(7))
	case unit == 'D':
		s.addDays(n)
	case unit == 'H':
		s.addSeconds(scaled(3600))
	case unit == 'M':
		s.addSeconds(scaled(60))
	default:
		s.addSeconds(n)
	}
}

// decimal reads digits with an optional sign and an optional fraction after a point or a comma.
func decimal(s string) (*big.Rat, bool) {
	digits := strings.TrimLeft(s, "+-")
	whole, frac, fraction := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	if len(s)-len(digits) > 1 || !isDigits(whole) || fraction && !isDigits(frac) || len(s) > 40 {
		return nil, false
	}
	return new(big.Rat).SetString(strings.Replace(s, ",", ".", 1))
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// readDate reads a duration that is written like a date and a time: the parts count, they are not a calendar's.
func (s *durationSum) readDate(text string) bool {
	date, clock, hasClock := strings.Cut(text, "T")
	p := &timeText{s: date}
	year, ok := p.digits(4)
	if !ok {
		return false
	}
	dash := p.take('-')
	month, ok1 := p.digits(2)
	if dash && !p.take('-') {
		return false
	}
	day, ok2 := p.digits(2)
	if !ok1 || !ok2 || p.rest() != "" || month > 12 || day > 31 {
		return false
	}
	s.months.SetInt64(year*12 + month)
	s.days.SetInt64(day)
	if !hasClock {
		return true
	}
	p = &timeText{s: clock}
	t, ok := p.clock()
	s.seconds.SetFrac64(t.ns, nsPerSecond)
	return ok && p.rest() == ""
}

func newRat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
