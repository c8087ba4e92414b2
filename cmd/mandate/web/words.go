package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// functions are what templates may call.
func (p *pages) functions() template.FuncMap {
	return template.FuncMap{
		"asset":       p.url,
		"class":       p.class,
		"types":       func(name string) string { return p.view.EntityType(name).Label },
		"verb":        func(name string) string { return p.view.RelationType(name).Label },
		"verbBack":    p.inverse,
		"entityURL":   entityURL,
		"edgeURL":     edgeURL,
		"documentURL": documentURL,
		"placeURL":    placeURL,
		"address":     address,
		"quote":       func(ev graph.Evidence) []view.Part { return view.Quote(&ev) },
		"plain":       func(ev graph.Evidence) string { return view.PlainQuote(&ev) },
		"clean":       func(s any) string { return view.Clean(fmt.Sprint(s)) },
		"clip":        func(n int, s string) string { return view.Clip(view.Clean(s), n) },
		"count":       count,
		"thousands":   thousands,
		"when":        when,
		"day":         day,
		"percent":     func(f float64) string { return strconv.Itoa(int(f*100+0.5)) + " %" },
		"figure":      figure,
		"add":         func(a, b int) int { return a + b },
		"ends":        func(st graph.Statement) graph.RelationKey { return st.Key() },
		"list":        func(v ...any) []any { return v },
		"rows":        rows,
		"join":        strings.Join,
		"str":         func(v any) string { return fmt.Sprint(v) },
	}
}

// inverse is how a relation reads from its object.
func (p *pages) inverse(name string) string {
	t := p.view.RelationType(name)
	if t.Inverse != "" {
		return t.Inverse
	}
	return t.Label
}

// count writes a number with its noun: "1 document", "1,204 documents".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// figure writes a value with four significant digits, and whole numbers as such.
func figure(v float64) string {
	if v == float64(int(v)) {
		return thousands(int(v))
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// day is a date to the day at most.
func day(date string) string {
	if len(date) > 10 {
		return date[:10]
	}
	return date
}

// when says in words when a statement holds.
func when(since, until string) string {
	since, until = day(since), day(until)
	switch {
	case since != "" && since == until:
		return "in " + since
	case since != "" && until != "":
		return "from " + since + " to " + until
	case since != "":
		return "since " + since
	case until != "":
		return "until " + until
	}
	return ""
}

// writeJSON writes a value in which nothing can be taken for HTML.
func writeJSON(w io.Writer, v any) {
	_ = json.NewEncoder(w).Encode(v) // whoever asked is gone
}

// thousandless is a number for an address.
func thousandless(n int) string { return strconv.Itoa(n) }

// rows cuts a list into rows of n.
func rows(n int, list []any) [][]any {
	var out [][]any
	for ; len(list) >= n; list = list[n:] {
		out = append(out, list[:n])
	}
	return out
}
