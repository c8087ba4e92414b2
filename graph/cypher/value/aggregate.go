package value

import (
	"math"
	"slices"
	"strings"
)

// Aggregation is one row of the table of aggregating functions.
type Aggregation struct {
	Name      string // as documented: "count", "percentileCont"
	Arity     int    // 1, or 2 for the percentiles
	Signature string
	About     string // what it returns, for help
	New       func(env *Env) Accumulator
}

// Accumulator gathers the values of one group.
type Accumulator interface {
	// Add takes the arguments of one row: as many as Arity says. Rows where the first one is null do not count.
	Add(args []Value) error
	// Result is the value for all rows so far. More may be added after it.
	Result() (Value, error)
}

// Holder is an accumulator that holds more the more values come.
type Holder interface {
	// Held is about how many bytes it holds, values included.
	Held() int64
}

// aggregations is the table, by name without regard to case.
var aggregations = []Aggregation{
	{"avg", 1, "avg(expression)", "the mean of numbers or durations; null of none", func(*Env) Accumulator { return &sum{name: "avg", mean: true} }},
	{"collect", 1, "collect(expression)", "the list of all values but null", func(e *Env) Accumulator { return &collect{limit: e.maxItems()} }},
	{"count", 1, "count(expression)", "the number of values but null", func(*Env) Accumulator { return &count{} }},
	{"max", 1, "max(expression)", "the highest value by the order of ORDER BY; null of none", func(*Env) Accumulator { return &extreme{sign: 1} }},
	{"min", 1, "min(expression)", "the lowest value by the order of ORDER BY; null of none", func(*Env) Accumulator { return &extreme{sign: -1} }},
	{"percentileCont", 2, "percentileCont(expression, percentile)", "a percentile (0 to 1) of numbers, between two of them if need be", func(e *Env) Accumulator {
		return &percentile{name: "percentileCont", between: true, limit: e.maxItems()}
	}},
	{"percentileDisc", 2, "percentileDisc(expression, percentile)", "the number nearest to a percentile (0 to 1)", func(e *Env) Accumulator { return &percentile{name: "percentileDisc", limit: e.maxItems()} }},
	{"stDev", 1, "stDev(expression)", "the standard deviation of a sample", func(*Env) Accumulator { return &deviation{name: "stDev", less: 1} }},
	{"stDevP", 1, "stDevP(expression)", "the standard deviation of a population", func(*Env) Accumulator { return &deviation{name: "stDevP"} }},
	{"sum", 1, "sum(expression)", "the sum of numbers or durations; 0 of none", func(*Env) Accumulator { return &sum{name: "sum"} }},
}

// Aggregations is the table of aggregating functions, by name.
func Aggregations() []Aggregation { return slices.Clone(aggregations) }

// LookupAggregation finds an aggregating function by name, whatever its case.
func LookupAggregation(name string) (Aggregation, bool) {
	for _, a := range aggregations {
		if strings.EqualFold(a.Name, name) {
			return a, true
		}
	}
	return Aggregation{}, false
}

// CountRows is count(*): every Add counts, whatever its arguments.
func CountRows() Accumulator { return &count{rows: true} }

// Distinct wraps an accumulator so that each value of the first argument counts once.
func Distinct(a Accumulator) Accumulator { return &distinct{in: a, seen: Table{width: 1}} }

type distinct struct {
	in    Accumulator
	seen  Table
	apart int64 // what the values hold beyond their 16 bytes, where the accumulator does not hold them as well
}

func (d *distinct) Held() int64 {
	n := d.seen.Held() + d.apart
	if h, ok := d.in.(Holder); ok {
		n += h.Held()
	}
	return n
}

func (d *distinct) Add(args []Value) error {
	if _, fresh := d.seen.Add(args[:1]); !fresh {
		return nil
	}
	if _, ok := d.in.(*collect); !ok {
		d.apart += Size(args[0])
	}
	return d.in.Add(args)
}

func (d *distinct) Result() (Value, error) { return d.in.Result() }

type count struct {
	rows bool
	n    int64
}

func (c *count) Add(args []Value) error {
	if c.rows || args[0] != nil {
		c.n++
	}
	return nil
}

func (c *count) Result() (Value, error) { return c.n, nil }

type collect struct {
	list  List
	limit int
	apart int64 // what the values hold beyond their 16 bytes
}

func (c *collect) Held() int64 { return 16*int64(cap(c.list)) + c.apart }

func (c *collect) Add(args []Value) error {
	if args[0] == nil {
		return nil
	}
	if len(c.list) >= c.limit {
		return errorf(ArgumentError, LimitExceeded, "collect() would make a list of more than %d elements", c.limit)
	}
	c.list = append(c.list, args[0])
	c.apart += Size(args[0])
	return nil
}

func (c *collect) Result() (Value, error) {
	if c.list == nil {
		return List{}, nil
	}
	return slices.Clip(c.list), nil // what is added later does not show
}

type extreme struct {
	sign int
	v    Value
}

func (e *extreme) Add(args []Value) error {
	if args[0] != nil && (e.v == nil || Order(args[0], e.v)*e.sign > 0) {
		e.v = args[0]
	}
	return nil
}

func (e *extreme) Result() (Value, error) { return e.v, nil }

// sum adds integers exactly as long as no float comes, floats with Neumaier's compensation, and durations.
type sum struct {
	name       string
	mean       bool
	n          int64
	floats     bool
	whole      int64   // the integers
	f, lost    float64 // the floats, and what rounding lost of them
	duration   Duration
	isDuration bool
}

func (s *sum) Add(args []Value) error {
	switch v := args[0].(type) {
	case nil:
		return nil
	case int64:
		s.addFloat(float64(v))
		total, ok := add(s.whole, v)
		if !ok && !s.mean && !s.floats {
			return errorf(ArithmeticError, IntegerOverflow, "sum() is beyond the integers at %d; sum toFloat(…) instead", v)
		}
		s.whole = total
	case float64:
		s.floats = true
		s.addFloat(v)
	case Duration:
		d, err := s.duration.plus(v, 1)
		if err != nil {
			return err
		}
		s.duration = d
		if s.n > 0 && !s.isDuration {
			return typeErrorf("%s() cannot mix numbers and durations", s.name)
		}
		s.isDuration = true
		s.n++
		return nil
	default:
		return typeErrorf("%s() needs numbers or durations, not the %s %s", s.name, KindOf(v), brief(v))
	}
	if s.isDuration {
		return typeErrorf("%s() cannot mix numbers and durations", s.name)
	}
	s.n++
	return nil
}

func (s *sum) addFloat(v float64) {
	t := s.f + v
	if math.Abs(s.f) >= math.Abs(v) {
		s.lost += (s.f - t) + v
	} else {
		s.lost += (v - t) + s.f
	}
	s.f = t
}

func (s *sum) float() float64 {
	if math.IsInf(s.f, 0) || math.IsNaN(s.lost) {
		return s.f
	}
	return s.f + s.lost
}

func (s *sum) Result() (Value, error) {
	switch {
	case s.mean && s.n == 0:
		return nil, nil
	case s.isDuration && s.mean:
		return noValueOnError(s.duration.dividedBy(s.n))
	case s.isDuration:
		return s.duration, nil
	case s.mean:
		return s.float() / float64(s.n), nil
	case s.floats:
		return s.float(), nil
	}
	return s.whole, nil
}

// deviation is Welford's method: stable where values are large and close together.
type deviation struct {
	name     string
	less     float64 // 1 for a sample
	n        float64
	mean, m2 float64
}

func (d *deviation) Add(args []Value) error {
	if args[0] == nil {
		return nil
	}
	if !isNumber(KindOf(args[0])) {
		return typeErrorf("%s() needs numbers, not the %s %s", d.name, KindOf(args[0]), brief(args[0]))
	}
	x := toFloat(args[0])
	d.n++
	delta := x - d.mean
	d.mean += delta / d.n
	d.m2 += delta * (x - d.mean)
	return nil
}

func (d *deviation) Result() (Value, error) {
	if d.n <= d.less {
		return 0.0, nil
	}
	return math.Sqrt(d.m2 / (d.n - d.less)), nil
}

type percentile struct {
	name    string
	between bool
	limit   int
	at      float64
	values  List
}

func (p *percentile) Held() int64 { return int64(24 * cap(p.values)) } // each with a number of eight bytes

func (p *percentile) Add(args []Value) error {
	if len(p.values) == 0 { // the percentile of the first row counts, it is the same for all
		if !isNumber(KindOf(args[1])) {
			return typeErrorf("%s() needs a percentile between 0 and 1, not the %s %s", p.name, KindOf(args[1]), brief(args[1]))
		}
		if p.at = toFloat(args[1]); !(p.at >= 0 && p.at <= 1) {
			return errorf(ArgumentError, NumberOutOfRange, "%s() needs a percentile between 0 and 1, not %s", p.name, Text(args[1]))
		}
	}
	if args[0] == nil {
		return nil
	}
	if !isNumber(KindOf(args[0])) {
		return typeErrorf("%s() needs numbers, not the %s %s", p.name, KindOf(args[0]), brief(args[0]))
	}
	if len(p.values) >= p.limit {
		return errorf(ArgumentError, LimitExceeded, "%s() of more than %d numbers", p.name, p.limit)
	}
	p.values = append(p.values, args[0])
	return nil
}

func (p *percentile) Result() (Value, error) {
	n := len(p.values)
	if n == 0 {
		return nil, nil
	}
	sorted := slices.SortedStableFunc(slices.Values(p.values), Order)
	if !p.between {
		return sorted[max(0, int(math.Ceil(p.at*float64(n)))-1)], nil // nearest rank
	}
	place := p.at * float64(n-1)
	low := math.Floor(place)
	i := int(low)
	if place == low || i+1 == n {
		return toFloat(sorted[i]), nil
	}
	a, b := toFloat(sorted[i]), toFloat(sorted[i+1])
	return a + (b-a)*(place-low), nil
}
