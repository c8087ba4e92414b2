package value

import (
	"slices"
	"strings"
	"sync"
)

// Function is one row of the table of functions.
type Function struct {
	Name      string // as documented: "toInteger", "duration.between"
	Min, Max  int    // how many arguments it takes; Max -1: any number
	Signature string // "substring(text, start [, length])"
	About     string // what it returns, for help
	Volatile  bool   // may return different values for the same arguments within one statement: rand(), date.realtime()
	// Clock says that it reads the clock or the default zone of Env, so that it must not be computed before the
	// statement runs.
	Clock bool
	Call  func(env *Env, args []Value) (Value, error) // the caller has checked Min and Max
}

// Functions is the table of functions, by name. Those that need the graph or an expression as argument (startNode and
// endNode of a bare relationship, exists, the quantifiers, reduce) are the executor's.
func Functions() []Function { return slices.Clone(functions()) }

var functions = sync.OnceValue(func() []Function {
	fs := slices.Concat(scalarFunctions(), listFunctions(), stringFunctions(), mathFunctions(), conversionFunctions(), temporalFunctions())
	slices.SortFunc(fs, func(a, b Function) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return fs
})

var functionsByName = sync.OnceValue(func() map[string]Function {
	m := make(map[string]Function)
	for _, f := range functions() {
		m[strings.ToLower(f.Name)] = f
	}
	return m
})

// Lookup finds a function by name, whatever its case.
func Lookup(name string) (Function, bool) {
	f, ok := functionsByName()[strings.ToLower(name)]
	return f, ok
}

// unary is a function of one argument that is null on null.
func unary(name, argument, about string, call func(v Value) (Value, error)) Function {
	return Function{Name: name, Min: 1, Max: 1, Signature: name + "(" + argument + ")", About: about,
		Call: strict(func(_ *Env, args []Value) (Value, error) { return call(args[0]) })}
}

// wrongArgument is the error for a value that a function does not take.
func wrongArgument(function, want string, v Value) error {
	return errorf(TypeError, InvalidArgumentValue, "%s() needs %s, not the %s %s", function, want, KindOf(v), brief(v))
}
