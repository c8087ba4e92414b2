package value_test

import (
	"testing"
	"time"

	"mandate/graph/cypher/value"
)

// FuzzTemporal: what a parser accepts, it prints in a form that it reads back as the same value.
func FuzzTemporal(f *testing.F) {
	for _, s := range []string{"2015-07-21", "20150721", "2015-W30-2", "2015W302", "2015-Q3-21", "2015-202", "2015202", "2015", "-0044-03-15",
		"+999999999-12-31", "21:40:32.142", "214032,142", "2140-00:00", "22+18:00", "2015-W30T2140-02", "1818-07-21T21:40[Europe/Stockholm]",
		"2017-10-29T02:30+01:00[Europe/Stockholm]", "2017-03-26T02:30[Europe/Stockholm]", "2015-07-21T21:40:32.142+0845[Australia/Eucla]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		roundTrip(t, s, value.ParseDate)
		roundTrip(t, s, value.ParseLocalTime)
		roundTrip(t, s, func(s string) (value.Time, error) { return value.ParseTime(s, 0) })
		roundTrip(t, s, value.ParseLocalDateTime)
		roundTrip(t, s, value.ParseDateTime)
	})
}

// FuzzDuration: see FuzzTemporal.
func FuzzDuration(f *testing.F) {
	for _, s := range []string{"P14DT16H12M", "P5M1.5D", "P0.75M", "PT0.75M", "-P2.5W", "P12Y5M-14DT16H12M70S", "P2012-02-02T14:37:21.545",
		"PT-0.001S", "PT9223372036854775807S", "P", "PT", "P1Q", "P1,5Y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s, value.ParseDuration) })
}

// FuzzNotation: what is read prints as something that reads as the same.
func FuzzNotation(f *testing.F) {
	for _, s := range []string{"null", "[1, -2.5e3, NaN, 'a\\'b', {k: true}]", "(:A:B {k: 1})", "[:T {a: [1]}]", "<(:A)-[:T]->()<-[:`a b`]-({x: 'y'})>", "{`k k`: -Infinity}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := value.ParseNotation(s)
		if err != nil {
			return
		}
		printed := value.Canonical(v, false)
		w, err := value.ParseNotation(printed)
		if err != nil || value.Canonical(w, false) != printed {
			t.Fatalf("%q was read, printed as %q, read back as %q (%v)", s, printed, value.Format(w), err)
		}
	})
}

// FuzzRegularExpression: no pattern makes the matcher panic.
func FuzzRegularExpression(f *testing.F) {
	f.Add("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaa")
	f.Add(`\Qab`, "ab")
	f.Add(")(", "")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		var m value.Matcher
		if v, err := m.Match(text, pattern); err == nil && v != true && v != false {
			t.Fatalf("%q =~ %q is %v", text, pattern, v)
		}
	})
}

// FuzzConstruct: maps, truncation and measures never panic, and components of what is made can be read.
func FuzzConstruct(f *testing.F) {
	f.Add("datetime", "{year: 1984, month: 10, day: 11, timezone: 'Europe/Stockholm'}", "month")
	f.Add("date", "{year: 999999999, week: 52, dayOfWeek: 7}", "weekYear")
	f.Add("localtime", "{hour: 23, nanosecond: 3}", "hour")
	f.Add("duration", "{years: 12.5, months: 1e300}", "day")
	f.Fuzz(func(t *testing.T, name, fields, unit string) {
		fn, ok := value.Lookup(name)
		m, err := value.ParseNotation(fields)
		if !ok || err != nil || fn.Min > 1 {
			return
		}
		env := &value.Env{Statement: time.Unix(1_700_000_000, 0)}
		v, err := fn.Call(env, []value.Value{m})
		if err != nil {
			return
		}
		if cut, ok := value.Lookup(name + ".truncate"); ok {
			_, _ = cut.Call(env, []value.Value{unit, v})
		}
		_, _ = value.Property(v, unit)
		if value.KindOf(v).IsTemporal() {
			d, err := value.Between(v, v)
			if err != nil || d != (value.Duration{}) {
				t.Fatalf("between %s and itself: %v %v", value.Text(v), d, err)
			}
		}
	})
}

func roundTrip[T comparable](t *testing.T, s string, parse func(string) (T, error)) {
	v, err := parse(s)
	if err != nil {
		return
	}
	printed := value.Text(v)
	if w, err := parse(printed); err != nil || w != v {
		t.Fatalf("%q was read, printed as %q, and read back as %q (%v)", s, printed, value.Text(w), err)
	}
}
