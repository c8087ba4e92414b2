package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	lang "mandate/graph/cypher/value"
)

// textTable keeps the rows until their widths are known, and draws them in columns.
type textTable struct {
	w       io.Writer
	style   style
	width   int // of the terminal, 0 where there is none
	columns []string
	rows    [][]string
	numbers []bool // columns that hold numbers alone
	widths  []int
	hold    func(bytes int64) error
}

func newTextTable(w io.Writer, columns []string, p page) rowWriter {
	t := &textTable{w: w, style: styleFor(w), columns: columns, hold: p.hold}
	if f, ok := w.(*os.File); ok && onTerminal(w) {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			t.width = width
		}
	}
	for _, c := range columns {
		t.widths = append(t.widths, runewidth.StringWidth(clean(c)))
		t.numbers = append(t.numbers, true)
	}
	return t
}

func (t *textTable) row(values []lang.Value) error {
	cells := make([]string, len(values))
	held := int64(tableRow + 16*len(cells))
	for i, v := range values {
		text, err := cell(v)
		if err != nil {
			return err
		}
		cells[i] = clean(text)
		held += int64(len(cells[i])+7) &^ 7
		t.widths[i] = max(t.widths[i], runewidth.StringWidth(cells[i]))
		t.numbers[i] = t.numbers[i] && (v == nil || isNumber(v))
	}
	if err := t.hold(held); err != nil {
		return fmt.Errorf("a table is held until all rows are there: add LIMIT, or choose --format csv or jsonl, which write rows as they are found: %w", err)
	}
	t.rows = append(t.rows, cells)
	return nil
}

// tableRow is how many bytes a row takes without its cells: 24, and room for more rows.
const tableRow = 36

// gap stands between columns.
const gap = "  "

// narrowest is how narrow a column may become when the table is fitted to a terminal.
const narrowest = 12

// fit makes the widest columns narrower until the table has room on the terminal.
func (t *textTable) fit() {
	room := t.width - len(gap)*(len(t.columns)-1)
	total := func(most int) (n int) {
		for _, w := range t.widths {
			n += min(w, most)
		}
		return n
	}
	if t.width == 0 || len(t.widths) == 0 {
		return
	}
	most := slices.Max(t.widths)
	for most > narrowest && total(most) > room {
		most--
	}
	for i, w := range t.widths {
		t.widths[i] = min(w, most)
	}
}

func (t *textTable) end() error {
	if len(t.columns) == 0 {
		return nil
	}
	t.fit()
	out := bufio.NewWriter(t.w)
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = clean(c)
	}
	t.draw(out, heads, t.style.bold)
	total := len(gap) * (len(t.columns) - 1)
	for _, w := range t.widths {
		total += w
	}
	fmt.Fprintln(out, t.style.dim(strings.Repeat("─", total)))
	apart := false
	for _, r := range t.rows {
		for i, c := range r {
			apart = apart || runewidth.StringWidth(c) > t.widths[i]
		}
	}
	for i, r := range t.rows {
		if apart && i > 0 {
			fmt.Fprintln(out)
		}
		t.draw(out, r, nil)
	}
	return out.Flush()
}

// draw writes one row, on as many lines as its longest cell needs.
func (t *textTable) draw(out *bufio.Writer, cells []string, mark func(string) string) {
	lines, most := make([][]string, len(cells)), 0
	for i, c := range cells {
		lines[i] = wrap(c, t.widths[i])
		most = max(most, len(lines[i]))
	}
	for k := range most {
		var b strings.Builder
		for i := range cells {
			text := ""
			if k < len(lines[i]) {
				text = lines[i][k]
			}
			pad := strings.Repeat(" ", t.widths[i]-runewidth.StringWidth(text))
			if mark != nil {
				text = mark(text)
			}
			if i > 0 {
				b.WriteString(gap)
			}
			if t.numbers[i] && len(t.rows) > 0 {
				b.WriteString(pad + text)
			} else {
				b.WriteString(text + pad)
			}
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
}

// wrap parts a text into lines of at most width columns, between words where that is possible.
func wrap(text string, width int) []string {
	if runewidth.StringWidth(text) <= width {
		return []string{text}
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		for runewidth.StringWidth(word) > width { // a word that has no room on a line of its own
			if line != "" {
				lines, line = append(lines, line), ""
			}
			head := runewidth.Truncate(word, width, "")
			if head == "" {
				break
			}
			lines, word = append(lines, head), word[len(head):]
		}
		switch {
		case line == "":
			line = word
		case runewidth.StringWidth(line)+1+runewidth.StringWidth(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}
