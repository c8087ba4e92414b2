package value

// Aggregation is one row of the table of aggregating functions.
type Aggregation struct {
	Name      string // as documented: "count", "percentileCont"
	Arity     int    // 1, or 2 for the percentiles
	Signature string
	About     string
	New       func(env *Env) Accumulator
}

// Accumulator gathers the values of one group.
type Accumulator interface {
	// Add takes the arguments of one row: as many as Arity says. Null as the first one is passed over (openCypher 9).
	Add(args []Value) error
	// Result is the value for all rows so far. More may be added after it.
	Result() (Value, error)
}
