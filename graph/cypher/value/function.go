package value

import (
	"slices"
	"strings"
)

// Function is one row of the table of functions.
type Function struct {
	Name      string // as documented: "toInteger", "duration.between"
	Min, Max  int    // how many arguments it takes
	Signature string // "substring(text, start [, length])"
	About     string // one sentence for help
	Volatile  bool   // may return different values for the same arguments within one statement: rand(), date.realtime()
	// Clock says that it reads the clock of Env when called without arguments, so that it is constant within one
	// statement, but must not be computed once and for all.
	Clock bool
	Call  func(env *Env, args []Value) (Value, error) // args has been checked for Min and Max only
}

// Lookup finds a function by name, whatever its case.
func Lookup(name string) (Function, bool) {
	i, ok := slices.BinarySearchFunc(byName(), strings.ToLower(name), func(f Function, n string) int {
		return strings.Compare(strings.ToLower(f.Name), n)
	})
	if !ok {
		return Function{}, false
	}
	return byName()[i], true
}
