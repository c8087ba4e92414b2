package value_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate/graph/cypher/value"
)

// TestExpressions states what operators and functions give, where the conformance scenarios say nothing.
func TestExpressions(t *testing.T) {
	tests := []struct{ expression, want string }{
		{"9223372036854775807 = 9223372036854775807.0", "false"}, // exact, where a conversion to float would round
		{"9007199254740993 > 9007199254740992.0", "true"},
		{"0.0 / 0.0 = 0.0 / 0.0", "false"},
		{"'a' < 1", "null"}, {"true > false", "true"}, {"[1, 2] < [1, 3]", "true"}, {"{a: 1} < {a: 2}", "null"},
		{"'a' + 1", "'a1'"}, {"1 + 'a'", "'1a'"}, {"1 + [2]", "[1, 2]"}, {"[1] + [[2]]", "[1, [2]]"}, {"[1] + null", "null"},
		{"7 / 2", "3"}, {"-7 / 2", "-3"}, {"-7 % 3", "-1"}, {"7.5 % 2", "1.5"}, {"2 ^ 3", "8.0"}, {"1 / 0.0", "Infinity"},
		{"'x' + date('2020-01-02')", "'x2020-01-02'"},
		{"date('2020-01-31') + duration('P1M')", "'2020-02-29'"},
		{"datetime('2017-10-28T02:30[Europe/Stockholm]') + duration('P1D')", "'2017-10-29T02:30+02:00[Europe/Stockholm]'"},
		{"datetime('2017-10-28T02:30[Europe/Stockholm]') + duration('PT25H')", "'2017-10-29T02:30+01:00[Europe/Stockholm]'"},
		{"datetime('2017-03-26T02:30[Europe/Stockholm]')", "'2017-03-26T03:30+02:00[Europe/Stockholm]'"}, // skipped by the clocks
		{"datetime('2011-12-30T12:00[Pacific/Apia]')", "'2011-12-31T12:00+14:00[Pacific/Apia]'"},         // the day that Samoa skipped
		{"date('2020-W53-5')", "'2021-01-01'"}, {"date('2020-Q4-92')", "'2020-12-31'"}, {"date('-0001-01-01')", "'-0001-01-01'"},
		{"duration('P1.5Y')", "'P1Y6M'"}, {"duration('-P1DT2H')", "'P-1DT-2H'"}, {"duration({seconds: 0.1}) * 3", "'PT0.3S'"},
		{"duration('P1M') < duration('P2M')", "null"}, {"-duration('P1D')", "'P-1D'"},
		{"datetime({epochSeconds: 1, nanosecond: 5})", "'1970-01-01T00:00:01.000000005Z'"},
		{"datetime({epochMillis: -1, timezone: '+01:00'})", "'1970-01-01T00:59:59.999+01:00'"},
		{"date()", "'2026-11-24'"}, {"localtime()", "'01:02:03.456789'"}, {"datetime({timezone: 'Asia/Tokyo'})", "'2026-11-24T10:02:03.456789+09:00[Asia/Tokyo]'"},
		{"timestamp()", "1795482123456"}, {"date.truncate('week')", "'2026-11-23'"},
		{"toInteger('12.9')", "12"}, {"toInteger(' 7 ')", "7"}, {"toInteger('0x1F')", "null"}, {"toInteger('1_000')", "null"}, {"toFloat('inf')", "null"},
		{"toInteger(true)", "1"}, {"toBoolean('TRUE')", "true"}, {"toString(1e21)", "'1e21'"}, {"toString(0.00001)", "'0.00001'"}, {"toStringOrNull([])", "null"},
		{"range(9, 0, -4)", "[9, 5, 1]"}, {"range(3, 1)", "[]"}, {"size('Ærø')", "3"}, {"reverse('añb')", "'bña'"},
		{"substring('Ærøskøbing', 2, 3)", "'øsk'"}, {"left('ab', 5)", "'ab'"}, {"right('ab', 1)", "'b'"}, {"right('ab', 5)", "'ab'"}, {"substring('ab', 9)", "''"},
		{"split('a,b;c', [',', ';'])", "['a', 'b', 'c']"}, {"split('', ',')", "['']"}, {"replace('aaa', 'a', 'bc')", "'bcbcbc'"}, {"replace('ab', '', 'x')", "'ab'"},
		{"trim(' a ')", "'a'"}, {"lTrim(null)", "null"}, {"head([])", "null"}, {"tail([])", "[]"}, {"last([1, 2])", "2"},
		{"round(-1.5)", "-1.0"}, {"round(2.5)", "3.0"}, {"round(0.49999999999999994)", "0.0"}, {"round(3.14159, 2)", "3.14"}, {"sign(-0.5)", "-1"}, {"abs(-3)", "3"},
		{"coalesce(null, 2, 3)", "2"}, {"keys({b: 1, a: 2})", "['a', 'b']"}, {"isEmpty('')", "true"}, {"[1, 2, 3][-1]", "3"}, {"[1, 2, 3][5]", "null"}, {"{a: 1}['b']", "null"},
	}
	for _, tc := range tests {
		e := &evaluator{env: testEnv(), vars: map[string]value.Value{}}
		_, row, err := e.query("RETURN " + tc.expression)
		if err != nil {
			t.Errorf("%s: %v", tc.expression, err)
		} else if got := value.Format(row[0]); got != tc.want {
			t.Errorf("%s is %s, want %s", tc.expression, got, tc.want)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct{ expression, class, detail string }{
		{"9223372036854775807 + 1", "ArithmeticError", "IntegerOverflow"}, {"-9223372036854775808 - 1", "ArithmeticError", "IntegerOverflow"},
		{"9223372036854775807 * 2", "ArithmeticError", "IntegerOverflow"}, {"-9223372036854775808 * -1", "ArithmeticError", "IntegerOverflow"},
		{"1 / 0", "ArithmeticError", "DivisionByZero"}, {"1 % 0", "ArithmeticError", "DivisionByZero"}, {"duration('P1D') / 0", "ArithmeticError", "DivisionByZero"},
		{"abs(-9223372036854775808)", "ArithmeticError", "IntegerOverflow"}, {"toInteger(1e300)", "ArithmeticError", "IntegerOverflow"},
		{"true + 1", "TypeError", "InvalidArgumentType"}, {"NOT 1", "TypeError", "InvalidArgumentType"}, {"1 IN 2", "TypeError", "InvalidArgumentType"},
		{"{a: 1}[0]", "TypeError", "MapElementAccessByNonString"}, {"[1]['a']", "TypeError", "InvalidArgumentType"}, {"1 .a", "TypeError", "InvalidArgumentType"},
		{"toBoolean([])", "TypeError", "InvalidArgumentValue"}, {"range(1, 2, 0)", "ArgumentError", "NumberOutOfRange"},
		{"range(0, 9223372036854775807)", "ArgumentError", "LimitExceeded"}, {"left('a', -1)", "ArgumentError", "NegativeIntegerArgument"},
		{"date('2015-02-29')", "ArgumentError", "InvalidArgumentValue"}, {"date('2015-W54')", "ArgumentError", "InvalidArgumentValue"}, {"date('15-7-1')", "ArgumentError", "InvalidArgumentValue"},
		{"date({year: 2015, day: 3})", "ArgumentError", "InvalidArgumentValue"}, {"date({year: 2015, month: 3, week: 2})", "ArgumentError", "InvalidArgumentValue"},
		{"date({year: 2015, hour: 3})", "ArgumentError", "InvalidArgumentValue"}, {"localtime({hour: 3, second: 3})", "ArgumentError", "InvalidArgumentValue"},
		{"localtime('25:00')", "ArgumentError", "InvalidArgumentValue"}, {"time('12:00+19:00')", "ArgumentError", "InvalidArgumentValue"},
		{"datetime('2015-07-21T21:40+05:00[Europe/Stockholm]')", "ArgumentError", "InvalidArgumentValue"}, {"datetime({year: 2015, timezone: 'Europe/Nowhere'})", "ArgumentError", "InvalidArgumentValue"},
		{"date('+999999999-12-31') + duration('P1D')", "ArithmeticError", "NumberOutOfRange"}, {"duration({days: 1e300})", "ArithmeticError", "NumberOutOfRange"},
		{"duration('P')", "ArgumentError", "InvalidArgumentValue"}, {"duration('P1DT')", "ArgumentError", "InvalidArgumentValue"}, {"duration('P1D1M')", "ArgumentError", "InvalidArgumentValue"},
		{"date.truncate('hour', date('2015-01-01'))", "ArgumentError", "InvalidArgumentValue"}, {"rand()", "ArgumentError", "InvalidArgumentValue"},
	}
	for _, tc := range tests {
		e := &evaluator{env: testEnv(), vars: map[string]value.Value{}}
		_, row, err := e.query("RETURN " + tc.expression)
		var ve *value.Error
		if !errors.As(err, &ve) || ve.Class != tc.class || ve.Detail != tc.detail {
			t.Errorf("%s: got %v %v, want %s: %s", tc.expression, row, err, tc.class, tc.detail)
		}
	}
}

func TestReplaceIsBounded(t *testing.T) {
	env := testEnv()
	env.MaxBytes = 1000
	f, _ := value.Lookup("replace")
	_, err := f.Call(env, []value.Value{strings.Repeat("a", 100), "a", strings.Repeat("b", 100)})
	var ve *value.Error
	if !errors.As(err, &ve) || ve.Detail != value.LimitExceeded {
		t.Fatal(err)
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		text, pattern, want value.Value
	}{
		{"abc", "a.c", true}, {"abcd", "abc", false}, {"b", "a|b", true}, {"ab", "a|b", false}, {"a)b", `a\)b`, true},
		{"a.b", `\Qa.b`, true}, {"a\nb", "a.b", false}, {nil, "a", nil}, {int64(1), "1", nil}, {"ABC", "(?i)abc", true},
	}
	var m value.Matcher
	for _, tc := range tests {
		if got, err := m.Match(tc.text, tc.pattern); err != nil || got != tc.want {
			t.Errorf("%v =~ %v is %v (%v), want %v", tc.text, tc.pattern, got, err, tc.want)
		}
	}
	for _, bad := range []string{")(", "a(", "(?=a)", `(a)\1`} {
		if v, err := m.Match("a", bad); err == nil {
			t.Errorf("%s gave %v", bad, v)
		}
	}
}

func TestAggregations(t *testing.T) {
	tests := []struct {
		name, rows, want string // rows: a list of values or of lists of arguments
		distinct         bool
	}{
		{"count", "[1, null, 1]", "2", false}, {"count", "[1, null, 1.0]", "1", true}, {"sum", "[]", "0", false}, {"sum", "[1, 2.5]", "3.5", false},
		{"sum", "[0.1, 0.2, 0.3]", "0.6", false}, {"sum", "[1e300, 1, -1e300]", "1.0", false}, {"avg", "[1, 2]", "1.5", false}, {"avg", "[null]", "null", false},
		{"min", "[2, 'a', [3]]", "[3]", false}, {"max", "[2, 'a', [3], NaN]", "NaN", false}, {"collect", "[1, null, 2]", "[1, 2]", false},
		{"stDev", "[2, 4, 4, 4, 5, 5, 7, 9]", "2.138089935299395", false}, {"stDevP", "[2, 4, 4, 4, 5, 5, 7, 9]", "2.0", false}, {"stDev", "[1]", "0.0", false},
		{"percentileCont", "[[10, 0.4], [20, 0.4], [40, 0.4]]", "18.0", false}, {"percentileDisc", "[[10, 0.5], [20, 0.5], [40, 0.5], [50, 0.5]]", "20", false},
		{"percentileDisc", "[[30, 0], [20, 0]]", "20", false}, {"percentileCont", "[]", "null", false},
	}
	for _, tc := range tests {
		a, ok := value.LookupAggregation(strings.ToUpper(tc.name))
		rows, err := value.ParseNotation(tc.rows)
		if !ok || err != nil {
			t.Fatal(tc.name, err)
		}
		acc := a.New(testEnv())
		if tc.distinct {
			acc = value.Distinct(acc)
		}
		for _, r := range rows.(value.List) {
			args := []value.Value{r}
			if a.Arity == 2 {
				args = r.(value.List)
			}
			if err := acc.Add(args); err != nil {
				t.Fatal(tc.name, err)
			}
		}
		if got, err := acc.Result(); err != nil || value.Format(got) != tc.want {
			t.Errorf("%s%s is %s (%v), want %s", tc.name, tc.rows, value.Format(got), err, tc.want)
		}
	}
}

// values draws values of every kind but graph elements, small enough that equal ones are common.
func values() *rapid.Generator[value.Value] {
	scalar := rapid.OneOf(
		rapid.Just[value.Value](nil), rapid.SampledFrom([]value.Value{true, false, math.NaN(), math.Inf(1), math.Copysign(0, -1), int64(math.MaxInt64), float64(math.MaxInt64), int64(1) << 53, float64(1 << 53)}),
		rapid.Map(rapid.Int64Range(-2, 2), func(n int64) value.Value { return n }), rapid.Map(rapid.Int64Range(-4, 4), func(n int64) value.Value { return float64(n) / 2 }),
		rapid.SampledFrom([]value.Value{"", "a", "b", "1"}),
		rapid.Custom(func(t *rapid.T) value.Value {
			d, err := value.NewDate(rapid.Int64Range(1968, 1972).Draw(t, "y"), rapid.Int64Range(1, 12).Draw(t, "m"), 1)
			if err != nil {
				t.Fatal(err)
			}
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				return d
			case 1:
				return value.NewLocalDateTime(d, value.LocalTime{})
			}
			u, err := value.NewDuration(rapid.Int64Range(-1, 1).Draw(t, "months"), rapid.Int64Range(-31, 31).Draw(t, "days"), rapid.Int64Range(-2, 2).Draw(t, "s"), rapid.Int64Range(-2, 2).Draw(t, "ns"))
			if err != nil {
				t.Fatal(err)
			}
			return u
		}))
	return rapid.OneOf(scalar, rapid.Map(rapid.SliceOfN(scalar, 0, 3), func(l []value.Value) value.Value { return value.List(l) }),
		rapid.Map(rapid.MapOfN(rapid.SampledFrom([]string{"a", "b"}), scalar, 0, 2), func(m map[string]value.Value) value.Value {
			v, err := value.Of(m)
			if err != nil {
				panic(err)
			}
			return v
		}))
}

// TestOrderIsTotal: antisymmetric, transitive, and in step with Same, AppendKey, Equal and Less.
func TestOrderIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := values().Draw(t, "a"), values().Draw(t, "b"), values().Draw(t, "c")
		ab := value.Order(a, b)
		if ab != -value.Order(b, a) {
			t.Fatalf("%s, %s: not antisymmetric", value.Format(a), value.Format(b))
		}
		if ab <= 0 && value.Order(b, c) <= 0 && value.Order(a, c) > 0 {
			t.Fatal("not transitive")
		}
		if key := string(value.AppendKey(nil, a)) == string(value.AppendKey(nil, b)); key != (ab == 0) || value.Same(a, b) != key {
			t.Fatalf("%s, %s: keys say %v, order %d", value.Format(a), value.Format(b), key, ab)
		}
		if value.Equal(a, b) == true && ab != 0 || value.Less(a, b) == true && ab >= 0 {
			t.Fatalf("%s, %s: = or < disagrees with order %d", value.Format(a), value.Format(b), ab)
		}
	})
}

func TestStorable(t *testing.T) {
	for s, want := range map[string]bool{"1": true, "null": true, "[1, 'a']": true, "{a: 1}": false, "[{a: 1}]": false, "[1, null]": false, "[[1]]": false, "()": false} {
		v, err := value.ParseNotation(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := value.Storable(v); (got == nil) != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestTableIsComplete(t *testing.T) {
	for _, f := range value.Functions() {
		if f.Name == "" || f.Call == nil || f.About == "" || !strings.HasPrefix(f.Signature, f.Name+"(") || f.Max >= 0 && f.Max < f.Min {
			t.Errorf("%+v", f)
		}
		if g, ok := value.Lookup(strings.ToUpper(f.Name)); !ok || g.Name != f.Name {
			t.Errorf("%s is not found", f.Name)
		}
	}
}

// TestTable numbers random rows as a map by AppendKey does.
func TestTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 2).Draw(t, "width")
		table, numbers := value.NewTable(width), map[string]int{}
		for range rapid.IntRange(1, 60).Draw(t, "rows") {
			row, key := make([]value.Value, width), []byte{}
			for i := range row {
				row[i] = values().Draw(t, "value")
				key = value.AppendKey(key, row[i])
			}
			want, known := numbers[string(key)]
			if found := table.Find(row); known && found != want || !known && found != -1 {
				t.Fatalf("%v is found as %d", row, found)
			}
			if !known {
				want = len(numbers)
				numbers[string(key)] = want
			}
			n, fresh := table.Add(row)
			if n != want || fresh == known || table.Len() != len(numbers) {
				t.Fatalf("%v is number %d of %d, new: %v; want %d of %d", row, n, table.Len(), fresh, want, len(numbers))
			}
			for i, v := range table.Row(n) {
				if !value.Same(v, row[i]) {
					t.Fatalf("row %d is %v, want %v", n, table.Row(n), row)
				}
			}
		}
	})
}

func BenchmarkTable(b *testing.B) {
	table := value.NewTable(2)
	row := []value.Value{"Department of State", int64(0)}
	numbers := make([]value.Value, 1000)
	for i := range numbers {
		numbers[i] = int64(i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		row[1] = numbers[i%1000]
		table.Add(row)
	}
}
