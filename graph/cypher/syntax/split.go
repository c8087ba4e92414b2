package syntax

// Statement is one query of a text that holds several, parted by semicolons.
type Statement struct {
	Span
	Done bool // a semicolon ends it
}

// Split finds the queries of a text. What holds no word of a query, such as a comment alone, is left out. A string or
// comment that does not end reaches to the end of the text.
func Split(text string) []Statement {
	var out []Statement
	start, end := -1, 0
	for _, t := range scan(text) {
		switch {
		case t.kind == tokEnd:
			if start >= 0 {
				out = append(out, Statement{Span: Span{start, len(text)}})
			}
			return out
		case t.kind == tokPunct && t.text == ";":
			if start >= 0 {
				out = append(out, Statement{Span{start, end}, true})
			}
			start = -1
		default:
			if start < 0 {
				start = t.pos
			}
			end = t.end
		}
	}
	return out
}

// Keywords are the words that begin a clause or stand within one, in upper case and sorted: for completion.
func Keywords() []string {
	return []string{"ALL", "AND", "AS", "ASC", "BY", "CALL", "CASE", "CONTAINS", "COUNT", "DESC", "DISTINCT", "ELSE", "END", "ENDS", "EXISTS",
		"EXPLAIN", "FALSE", "IN", "IS", "LIMIT", "MATCH", "NOT", "NULL", "OPTIONAL", "OR", "ORDER", "PROFILE", "RETURN", "SKIP", "STARTS",
		"THEN", "TRUE", "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR", "YIELD"}
}
