package value

import "time"

// temporalKinds are the kinds of points in time with the names of their functions.
var temporalKinds = [...]struct {
	kind Kind
	name string
}{{KindDate, "date"}, {KindLocalTime, "localtime"}, {KindTime, "time"}, {KindLocalDateTime, "localdatetime"}, {KindDateTime, "datetime"}}

// temporalFunctions is the part of the table of functions that makes and measures temporal values.
func temporalFunctions() []Function {
	var fs []Function
	for _, k := range temporalKinds {
		kind, name := k.kind, k.name
		fs = append(fs,
			Function{Name: name, Max: 1, Signature: name + "([map or string or temporal])", Clock: true,
				About: "makes a " + kind.String() + "; without argument the one of now",
				Call:  func(env *Env, args []Value) (Value, error) { return construct(env, kind, args) }},
			Function{Name: name + ".statement", Max: 1, Signature: name + ".statement([timezone])", Clock: true,
				About: "the " + kind.String() + " at which the statement began",
				Call:  func(env *Env, args []Value) (Value, error) { return env.now(kind, (*Env).statement, args) }},
			Function{Name: name + ".transaction", Max: 1, Signature: name + ".transaction([timezone])", Clock: true,
				About: "the " + kind.String() + " at which the transaction began",
				Call:  func(env *Env, args []Value) (Value, error) { return env.now(kind, (*Env).transaction, args) }},
			Function{Name: name + ".realtime", Max: 1, Signature: name + ".realtime([timezone])", Clock: true, Volatile: true,
				About: "the " + kind.String() + " of the clock on the wall",
				Call:  func(env *Env, args []Value) (Value, error) { return env.now(kind, (*Env).realtime, args) }},
			Function{Name: name + ".truncate", Min: 1, Max: 3, Signature: name + ".truncate(unit [, temporal [, fields]])", Clock: true,
				About: "cuts a point in time to a unit and makes a " + kind.String() + " of it",
				Call:  func(env *Env, args []Value) (Value, error) { return truncateCall(env, kind, args) }})
	}
	between := func(name, about string, f func(from, to Value) (Duration, error)) Function {
		return Function{Name: "duration." + name, Min: 2, Max: 2, Signature: "duration." + name + "(from, to)", About: about,
			Call: strict(func(_ *Env, args []Value) (Value, error) { return noValueOnError(f(args[0], args[1])) })}
	}
	return append(fs,
		Function{Name: "datetime.fromepoch", Min: 1, Max: 2, Signature: "datetime.fromepoch(seconds [, nanoseconds])",
			About: "the DateTime so long after 1970-01-01T00:00Z", Call: strict(fromEpochCall)},
		Function{Name: "datetime.fromepochmillis", Min: 1, Max: 1, Signature: "datetime.fromepochmillis(milliseconds)",
			About: "the DateTime so long after 1970-01-01T00:00Z", Call: strict(fromEpochMillisCall)},
		Function{Name: "duration", Min: 1, Max: 1, Signature: "duration(map or string)",
			About: "makes a Duration", Call: strict(durationCall)},
		between("between", "what lies between two points in time, in months, days and seconds", Between),
		between("inMonths", "the whole months between two points in time", inMonths),
		between("inDays", "the whole days between two points in time", inDays),
		between("inSeconds", "the seconds between two points in time", inSeconds),
		Function{Name: "timestamp", Signature: "timestamp()", Clock: true, About: "milliseconds from 1970 to the beginning of the statement",
			Call: func(env *Env, _ []Value) (Value, error) {
				t, err := env.statement()
				return noValueOnError(t.UnixMilli(), err)
			}},
	)
}

// strict makes a function null when one of its arguments is.
func strict(call func(env *Env, args []Value) (Value, error)) func(*Env, []Value) (Value, error) {
	return func(env *Env, args []Value) (Value, error) {
		for _, a := range args {
			if a == nil {
				return nil, nil
			}
		}
		return call(env, args)
	}
}

func (e *Env) clock(t time.Time) (time.Time, error) {
	if t.IsZero() {
		return t, errorf(ArgumentError, InvalidArgumentValue, "the time of day is not known here: give the point in time as an argument")
	}
	return t, nil
}

func (e *Env) statement() (time.Time, error) { return e.clock(e.Statement) }

func (e *Env) transaction() (time.Time, error) {
	if e.Transaction.IsZero() {
		return e.statement()
	}
	return e.Transaction, nil
}

func (e *Env) realtime() (time.Time, error) {
	if e.Realtime == nil {
		return e.statement()
	}
	return e.clock(e.Realtime())
}

// zone is the default zone.
func (e *Env) zone() zone { return zoneOf(e.Zone, e.Statement) }

// now is the point in time of a clock, in the default zone or that of the argument.
func (e *Env) now(kind Kind, clock func(*Env) (time.Time, error), args []Value) (Value, error) {
	z := e.zone()
	if len(args) > 0 {
		if args[0] == nil {
			return nil, nil
		}
		name, ok := args[0].(string)
		if !ok {
			return nil, typeErrorf("a time zone is a string, not the %s %s", KindOf(args[0]), brief(args[0]))
		}
		var err error
		if z, err = parseZone(name); err != nil {
			return nil, err
		}
	}
	t, err := clock(e)
	if err != nil {
		return nil, err
	}
	p, _ := partsOf(DateTime{sec: t.Unix(), ns: int32(t.Nanosecond())}.in(z))
	return p.as(kind), nil
}

func construct(env *Env, kind Kind, args []Value) (Value, error) {
	if len(args) == 0 {
		return env.now(kind, (*Env).statement, nil)
	}
	switch v := args[0].(type) {
	case nil:
		return nil, nil
	case string:
		return parseTemporal(env, kind, v)
	case Map:
		if z, ok := v.Get("timezone"); ok && v.Len() == 1 {
			return env.now(kind, (*Env).statement, []Value{z})
		}
		return build(kind, v, env.zone())
	}
	p, ok := partsOf(args[0])
	if !ok || hasDay(kind) && !p.hasDay || kind != KindDate && !p.hasTime && !hasDay(kind) {
		return nil, typeErrorf("a %s cannot be made from the %s %s", kind, KindOf(args[0]), brief(args[0]))
	}
	if !p.hasZone {
		p.zone = env.zone()
	}
	return p.as(kind), nil
}

func parseTemporal(env *Env, kind Kind, s string) (Value, error) {
	switch kind {
	case KindDate:
		return noValueOnError(ParseDate(s))
	case KindLocalTime:
		return noValueOnError(ParseLocalTime(s))
	case KindTime:
		return noValueOnError(ParseTime(s, int64(env.zone().offsetAt(env.Statement.Unix()))))
	case KindLocalDateTime:
		return noValueOnError(ParseLocalDateTime(s))
	}
	return noValueOnError(parseDateTime(s, env.zone()))
}

func truncateCall(env *Env, kind Kind, args []Value) (Value, error) {
	var v Value
	if len(args) > 1 {
		v = args[1]
	} else {
		now, err := env.now(kind, (*Env).statement, nil)
		if err != nil {
			return nil, err
		}
		v = now
	}
	var m Map
	if len(args) > 2 && args[2] != nil {
		fields, ok := args[2].(Map)
		if !ok {
			return nil, typeErrorf("the fields over a truncated value are a map, not the %s %s", KindOf(args[2]), brief(args[2]))
		}
		m = fields
	}
	if v == nil || args[0] == nil {
		return nil, nil
	}
	unit, ok := args[0].(string)
	if !ok {
		return nil, typeErrorf("the unit to truncate to is a string, not the %s %s", KindOf(args[0]), brief(args[0]))
	}
	return truncate(kind, unit, v, m, env.zone())
}

func fromEpochCall(_ *Env, args []Value) (Value, error) {
	sec, ok := args[0].(int64)
	var ns int64
	if ok && len(args) > 1 {
		ns, ok = args[1].(int64)
	}
	if !ok {
		return nil, typeErrorf("datetime.fromepoch needs integers, not %s", brief(List(args)))
	}
	return noValueOnError(fromEpoch(sec, 0, ns))
}

func fromEpochMillisCall(_ *Env, args []Value) (Value, error) {
	ms, ok := args[0].(int64)
	if !ok {
		return nil, typeErrorf("datetime.fromepochmillis needs an integer, not the %s %s", KindOf(args[0]), brief(args[0]))
	}
	return noValueOnError(fromEpoch(0, ms, 0))
}

func durationCall(_ *Env, args []Value) (Value, error) {
	switch v := args[0].(type) {
	case string:
		return noValueOnError(ParseDuration(v))
	case Map:
		return noValueOnError(durationFromMap(v))
	case Duration:
		return v, nil
	}
	return nil, typeErrorf("a Duration cannot be made from the %s %s", KindOf(args[0]), brief(args[0]))
}

// durationFields are the fields of the map of a duration: what they are a multiple of.
var durationFields = map[string]struct {
	unit byte
	by   int64 // of the unit; negative: so many make one
}{
	"years": {'m', 12}, "quarters": {'m', 3}, "months": {'m', 1}, "weeks": {'d', 7}, "days": {'d', 1},
	"hours": {'s', 3600}, "minutes": {'s', 60}, "seconds": {'s', 1},
	"milliseconds": {'s', -1000}, "microseconds": {'s', -1_000_000}, "nanoseconds": {'s', -nsPerSecond},
}

func durationFromMap(m Map) (Duration, error) {
	var sum durationSum
	if m.Len() == 0 {
		return Duration{}, errorf(ArgumentError, InvalidArgumentValue, "a Duration from a map needs at least one field, such as {days: 1}")
	}
	for name, v := range m.All() {
		f, ok := durationFields[name]
		if !ok {
			return Duration{}, errorf(ArgumentError, InvalidArgumentValue, "a Duration from a map: it has no field %q", name)
		}
		n, err := exact(v)
		if err != nil {
			return Duration{}, err
		}
		if f.by > 0 {
			n.Mul(n, newRat(f.by))
		} else {
			n.Quo(n, newRat(-f.by))
		}
		switch f.unit {
		case 'm':
			sum.addMonths(n)
		case 'd':
			sum.addDays(n)
		default:
			sum.addSeconds(n)
		}
	}
	return sum.duration()
}
