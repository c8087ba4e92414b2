package csv

import "io"

// Rows writes a table of one's own in the form of this package.
type Rows struct{ t *table }

// NewRows begins a table with a heading line.
func NewRows(w io.Writer, columns ...string) *Rows {
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = text(c)
	}
	return &Rows{newTable(w, heads...)}
}

// Row writes one line; every cell is text.
func (r *Rows) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = text(c)
	}
	return r.t.row(safe...)
}

// RowWith writes one line; those cells that raw marks are written as they are, such as numbers below zero.
func (r *Rows) RowWith(raw []bool, cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = c
		if !raw[i] {
			safe[i] = text(c)
		}
	}
	return r.t.row(safe...)
}

// End writes what is still held.
func (r *Rows) End() error { return r.t.out.Flush() }
