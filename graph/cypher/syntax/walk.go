package syntax

// SameTokens says whether two pieces of a query are the same but for blanks and comments.
func SameTokens(a, b string) bool {
	if a == b {
		return true
	}
	x, y := scan(a), scan(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].kind != y[i].kind || x[i].text != y[i].text {
			return false
		}
	}
	return true
}

// Any says whether test is true of the expression or of one in it. It does not look into subqueries and patterns.
func Any(e Expr, test func(Expr) bool) bool {
	if e == nil {
		return false
	}
	if test(e) {
		return true
	}
	for _, x := range children(e) {
		if x != nil && Any(x, test) {
			return true
		}
	}
	return false
}

// children are the expressions directly in an expression; some may be nil.
func children(e Expr) []Expr {
	switch x := e.(type) {
	case *Property:
		return []Expr{x.X}
	case *HasLabels:
		return []Expr{x.X}
	case *ListLiteral:
		return x.Items
	case *MapLiteral:
		return x.Values
	case *MapProjection:
		out := []Expr{x.X}
		for _, it := range x.Items {
			out = append(out, it.Value)
		}
		return out
	case *Unary:
		return []Expr{x.X}
	case *Binary:
		return []Expr{x.X, x.Y}
	case *Comparison:
		return x.Operands
	case *IsNull:
		return []Expr{x.X}
	case *Index:
		return []Expr{x.X, x.I}
	case *Slice:
		return []Expr{x.X, x.From, x.To}
	case *Apply:
		return x.Args
	case *Case:
		out := append([]Expr{x.Subject, x.Else}, x.When...)
		return append(out, x.Then...)
	case *ListComprehension:
		return []Expr{x.List, x.Where, x.Map}
	case *PatternComprehension:
		return []Expr{x.Where, x.Map}
	case *Quantifier:
		return []Expr{x.List, x.Where}
	case *Reduce:
		return []Expr{x.Init, x.List, x.Expr}
	}
	return nil
}
