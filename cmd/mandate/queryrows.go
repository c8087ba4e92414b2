package main

import (
	"bufio"
	"io"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/export/csv"
	lang "mandate/graph/cypher/value"
)

// jsonRows writes an array, or one object a line.
type jsonRows struct {
	out     *bufio.Writer
	columns []string
	lines   bool
	n       int
	buf     []byte
}

func newJSONRows(w io.Writer, columns []string, _ page) rowWriter {
	return &jsonRows{out: bufio.NewWriter(w), columns: columns}
}

func newJSONLines(w io.Writer, columns []string, _ page) rowWriter {
	return &jsonRows{out: bufio.NewWriter(w), columns: columns, lines: true}
}

func (j *jsonRows) row(values []lang.Value) error {
	b := j.buf[:0]
	if !j.lines {
		b = append(b, "[,"[min(j.n, 1)], '\n', ' ')
	}
	b = append(b, '{')
	var err error
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(ask.AppendText(b, j.columns[i]), ':')
		if b, err = ask.AppendJSON(b, v); err != nil {
			return err
		}
	}
	b = append(b, '}')
	if j.lines {
		b = append(b, '\n')
	}
	j.n++
	j.buf = b
	_, err = j.out.Write(b)
	return err
}

func (j *jsonRows) end() error {
	if !j.lines {
		text := "\n]\n"
		if j.n == 0 {
			text = "[]\n"
		}
		if _, err := j.out.WriteString(text); err != nil {
			return err
		}
	}
	return j.out.Flush()
}

// flush writes what is held back when the query is cut off: whole lines. An array stays without its end, so that no
// program takes it for the whole.
func (j *jsonRows) flush() error { return j.out.Flush() }

// csvRows writes a table for spreadsheets.
type csvRows struct{ rows *csv.Rows }

func newCSVRows(w io.Writer, columns []string, _ page) rowWriter {
	return &csvRows{csv.NewRows(w, columns...)}
}

func (c *csvRows) row(values []lang.Value) error {
	cells, raw := make([]string, len(values)), make([]bool, len(values))
	for i, v := range values {
		text, err := cell(v)
		if err != nil {
			return err
		}
		cells[i], raw[i] = text, isNumber(v)
	}
	return c.rows.RowWith(raw, cells...)
}

func (c *csvRows) end() error   { return c.rows.End() }
func (c *csvRows) flush() error { return c.rows.End() }

// markdown writes a table of GitHub's Markdown.
type markdown struct {
	out     *bufio.Writer
	columns []string
	started bool
}

func newMarkdown(w io.Writer, columns []string, _ page) rowWriter {
	return &markdown{out: bufio.NewWriter(w), columns: columns}
}

// inMarkdown keeps a text from ending its cell or being read as mark-up.
var inMarkdown = strings.NewReplacer("|", `\|`, `\`, `\\`, "\n", " ", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`)

func (m *markdown) line(cells []string) error {
	_, err := m.out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	return err
}

func (m *markdown) start(values []lang.Value) error {
	if m.started {
		return nil
	}
	m.started = true
	heads, rule := make([]string, len(m.columns)), make([]string, len(m.columns))
	for i, c := range m.columns {
		heads[i], rule[i] = inMarkdown.Replace(c), "---"
		if values != nil && isNumber(values[i]) {
			rule[i] = "--:"
		}
	}
	if err := m.line(heads); err != nil {
		return err
	}
	return m.line(rule)
}

func (m *markdown) row(values []lang.Value) error {
	if err := m.start(values); err != nil {
		return err
	}
	cells := make([]string, len(values))
	for i, v := range values {
		text, err := cell(v)
		if err != nil {
			return err
		}
		cells[i] = inMarkdown.Replace(clean(text))
	}
	return m.line(cells)
}

func (m *markdown) end() error {
	if err := m.start(nil); err != nil {
		return err
	}
	return m.out.Flush()
}
func (m *markdown) flush() error { return m.out.Flush() }
