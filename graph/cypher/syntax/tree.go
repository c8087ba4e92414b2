package syntax

// Query is a whole query: single queries joined by UNION.
type Query struct {
	Text    string // as given
	Mode    Mode
	Singles []*Single
	All     bool // joined by UNION ALL
}

// Mode says what is asked of a query.
type Mode uint8

// The modes.
const (
	Execute Mode = iota
	Explain      // print the plan, do not run
	Profile      // run, and print the plan with rows and times
)

// Single is one query without UNION.
type Single struct {
	Span
	Clauses []Clause
}

// Span is a half-open range of byte offsets into the text of the query.
type Span struct{ Start, End int }

// Pos is where the node begins.
func (s Span) Pos() int { return s.Start }

// Range is the span itself.
func (s Span) Range() Span { return s }

// Clause is *Match, *Unwind, *Call, *With, *Return, *Create, *Merge, *Set, *Remove or *Delete.
type Clause interface {
	Pos() int
	Range() Span
	clause()
}

// Match is MATCH or OPTIONAL MATCH.
type Match struct {
	Span
	Optional bool
	Parts    []*Part
	Where    Expr // nil none
}

// Unwind is UNWIND list AS name.
type Unwind struct {
	Span
	List Expr
	Var  *Name
}

// Call is CALL procedure.
type Call struct {
	Span
	Name     string
	NameSpan Span
	Args     []Expr
	Implicit bool // no parentheses: the arguments are parameters of the same name
	Yields   bool // has a YIELD
	Star     bool // YIELD *
	Yield    []Yielded
	Where    Expr
}

// Yielded is one column of YIELD.
type Yielded struct {
	Field *Name
	As    *Name // nil: the name of the field
}

// With is WITH, a projection in the middle of a query.
type With struct {
	Span
	Projection
	Where Expr
}

// Return is RETURN, the projection at the end.
type Return struct {
	Span
	Projection
}

// Projection is what WITH and RETURN share.
type Projection struct {
	Distinct    bool
	Star        bool
	Items       []Item
	OrderBy     []Sort
	Skip, Limit Expr // nil none
}

// Item is one expression of a projection.
type Item struct {
	Span // of the expression, with the parentheses around it
	Expr Expr
	As   *Name // nil: named by its text
}

// Sort is one expression of ORDER BY.
type Sort struct {
	Expr Expr
	Desc bool
}

// Create is CREATE.
type Create struct {
	Span
	Parts []*Part
}

// Merge is MERGE.
type Merge struct {
	Span
	Part              *Part
	OnCreate, OnMatch []SetItem
}

// Set is SET.
type Set struct {
	Span
	Items []SetItem
}

// SetItem is one assignment: to a property (Target is a *Property), of all properties (Op "=" or "+=", Target is a
// variable), or of labels (Labels is not empty; Op is ":", or "" in REMOVE).
type SetItem struct {
	Span
	Target Expr
	Op     string
	Value  Expr
	Labels []*Name
}

// Remove is REMOVE: each item is a property or has labels.
type Remove struct {
	Span
	Items []SetItem
}

// Delete is DELETE or DETACH DELETE.
type Delete struct {
	Span
	Detach bool
	Exprs  []Expr
}

func (*Match) clause()  {}
func (*Unwind) clause() {}
func (*Call) clause()   {}
func (*With) clause()   {}
func (*Return) clause() {}
func (*Create) clause() {}
func (*Merge) clause()  {}
func (*Set) clause()    {}
func (*Remove) clause() {}
func (*Delete) clause() {}

// Name is a name with its place.
type Name struct {
	Span
	Text string
}

// Shortest says which paths of a part are wanted.
type Shortest uint8

// The kinds of paths.
const (
	AnyPaths    Shortest = iota
	OneShortest          // shortestPath(…)
	AllShortest          // allShortestPaths(…)
)

// Part is one part of a pattern: nodes joined by relationships.
type Part struct {
	Span
	Path     *Name // nil: not named
	Shortest Shortest
	Nodes    []*NodePattern
	Rels     []*RelPattern // one less than Nodes
}

// NodePattern is (n:Label {key: value}).
type NodePattern struct {
	Span
	Var    *Name
	Labels []*Name // all of them
	Props  Expr    // *MapLiteral, *Parameter or nil
}

// RelPattern is -[r:TYPE*1..2 {key: value}]->.
type RelPattern struct {
	Span
	Var       *Name
	Types     []*Name // any of them
	Props     Expr
	ToLeft    bool // <-
	ToRight   bool // ->; both or neither: either direction
	VarLength bool
	Min, Max  int // Max < 0: no bound
}

// Expr is an expression.
type Expr interface {
	Pos() int
	Range() Span
	expr()
}

type (
	// Literal is null, a boolean, an int64, a float64 or a string.
	Literal struct {
		Span
		Value any
	}
	// Parameter is $name.
	Parameter struct {
		Span
		Name string
	}
	// Variable is a name that stands for a value.
	Variable struct {
		Span
		Name string
	}
	// Property is x.key.
	Property struct {
		Span
		X   Expr
		Key *Name
	}
	// HasLabels is x:A:B.
	HasLabels struct {
		Span
		X      Expr
		Labels []*Name
	}
	// ListLiteral is [a, b].
	ListLiteral struct {
		Span
		Items []Expr
	}
	// MapLiteral is {key: value}.
	MapLiteral struct {
		Span
		Keys   []*Name
		Values []Expr
	}
	// MapProjection is x {.key, .*, key: value, variable}.
	MapProjection struct {
		Span
		X     Expr
		Items []ProjectedKey
	}
	// Unary is NOT x, -x or +x.
	Unary struct {
		Span
		Op string
		X  Expr
	}
	// Binary is x op y; Op is in upper case: OR XOR AND + - * / % ^ IN CONTAINS =~ "STARTS WITH" "ENDS WITH".
	Binary struct {
		Span
		Op   string
		X, Y Expr
	}
	// Comparison is a chain: a < b <= c. Ops has one less than Operands.
	Comparison struct {
		Span
		Ops      []string // = <> < <= > >=
		Operands []Expr
	}
	// IsNull is x IS NULL or, with Not, x IS NOT NULL.
	IsNull struct {
		Span
		X   Expr
		Not bool
	}
	// Index is x[i].
	Index struct {
		Span
		X, I Expr
	}
	// Slice is x[from..to]; either end may be nil.
	Slice struct {
		Span
		X, From, To Expr
	}
	// Apply is a call of a function: name(DISTINCT a, b), or count(*) with Star.
	Apply struct {
		Span
		Name     string
		Distinct bool
		Star     bool
		Args     []Expr
	}
	// Case is CASE [subject] WHEN … THEN … ELSE … END.
	Case struct {
		Span
		Subject    Expr
		When, Then []Expr
		Else       Expr
	}
	// ListComprehension is [x IN list WHERE where | map].
	ListComprehension struct {
		Span
		Var         *Name
		List, Where Expr
		Map         Expr
	}
	// PatternComprehension is [pattern WHERE where | map].
	PatternComprehension struct {
		Span
		Part       *Part
		Where, Map Expr
	}
	// PatternPredicate is a pattern that is to exist, or shortestPath(…) as an expression.
	PatternPredicate struct {
		Span
		Part *Part
	}
	// Quantifier is all, any, none or single (x IN list WHERE where); Kind in lower case.
	Quantifier struct {
		Span
		Kind        string
		Var         *Name
		List, Where Expr
	}
	// Reduce is reduce(acc = init, x IN list | expr).
	Reduce struct {
		Span
		Acc  *Name
		Init Expr
		Var  *Name
		List Expr
		Expr Expr
	}
	// Subquery is EXISTS {…}, COUNT {…} or COLLECT {…}; Kind in lower case. A pattern without MATCH stands as a *Match.
	Subquery struct {
		Span
		Kind  string
		Query *Query
	}
)

// ProjectedKey is one item of a map projection.
type ProjectedKey struct {
	Key   *Name
	Value Expr // nil: the property of that name
	All   bool // .*
}

func (*Literal) expr()              {}
func (*Parameter) expr()            {}
func (*Variable) expr()             {}
func (*Property) expr()             {}
func (*HasLabels) expr()            {}
func (*ListLiteral) expr()          {}
func (*MapLiteral) expr()           {}
func (*MapProjection) expr()        {}
func (*Unary) expr()                {}
func (*Binary) expr()               {}
func (*Comparison) expr()           {}
func (*IsNull) expr()               {}
func (*Index) expr()                {}
func (*Slice) expr()                {}
func (*Apply) expr()                {}
func (*Case) expr()                 {}
func (*ListComprehension) expr()    {}
func (*PatternComprehension) expr() {}
func (*PatternPredicate) expr()     {}
func (*Quantifier) expr()           {}
func (*Reduce) expr()               {}
func (*Subquery) expr()             {}
