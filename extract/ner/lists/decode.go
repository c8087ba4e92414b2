package lists

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed *.tsv
var files embed.FS

// decoder reads the files; it keeps the first error and where it was.
type decoder struct {
	err  error
	file string
	line int
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%s:%d: %s", d.file, d.line, fmt.Sprintf(format, args...))
	}
}

// rows decodes each row of a file. The strings share the memory of the file.
func rows[T any](d *decoder, file string, row func(fields []string) T) []T {
	d.file, d.line = file, 0
	b, err := files.ReadFile(file)
	if err != nil {
		d.fail("%v", err)
		return nil
	}
	text := string(b)
	out := make([]T, 0, strings.Count(text, "\n"))
	width := 0
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		d.line++
		if strings.HasPrefix(line, "#") {
			if names, ok := strings.CutPrefix(line, "# columns: "); ok {
				width = 1 + strings.Count(names, "\t")
			}
			continue
		}
		fields := strings.Split(line, "\t")
		if width == 0 || len(fields) != width {
			d.fail("%d fields, expected %d", len(fields), width)
			return nil
		}
		out = append(out, row(fields))
	}
	return out
}

// split reads the members of a field with several, separated by "|".
func split(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, "|")
}

// flag reads a column that holds one word or nothing.
func (d *decoder) flag(field, word string) bool {
	if field != "" && field != word {
		d.fail("%q, expected %q or nothing", field, word)
	}
	return field == word
}

func (d *decoder) number(field string) int {
	n, err := strconv.Atoi(field)
	if err != nil {
		d.fail("%v", err)
	}
	return n
}

func (d *decoder) ambiguity(field string) Ambiguity {
	var a Ambiguity
	for _, tag := range split(field) {
		switch tag {
		case "word":
			a |= Word
		case "first":
			a |= First
		case "last":
			a |= Last
		default:
			d.fail("unknown ambiguity %q", tag)
		}
	}
	return a
}

// strong reads "strong" or "weak".
func (d *decoder) strong(field string) bool {
	if field != "strong" && field != "weak" {
		d.fail("%q, expected strong or weak", field)
	}
	return field == "strong"
}

func (d *decoder) phrase(f []string) Phrase {
	return Phrase{Text: f[0], Variants: split(f[1]), Field: f[2], Strong: d.strong(f[3])}
}

func (d *decoder) abbreviations(file string) []Abbreviation {
	return rows(d, file, func(f []string) Abbreviation {
		return Abbreviation{Text: f[0], Kind: f[1], Ends: d.flag(f[2], "ends")}
	})
}

func (d *decoder) heads(file string) map[string][]Head {
	type row struct {
		word string
		head Head
	}
	all := rows(d, file, func(f []string) row {
		h := Head{Type: f[1], Strong: d.strong(f[2]), Count: d.number(f[4]), Elsewise: d.number(f[5])}
		for _, use := range split(f[3]) {
			switch use {
			case "name":
				h.Name = true
			case "phrase":
				h.Phrase = true
			default:
				d.fail("unknown use %q", use)
			}
		}
		return row{f[0], h}
	})
	heads := make(map[string][]Head, len(all))
	for _, r := range all {
		heads[r.word] = append(heads[r.word], r.head)
	}
	return heads
}
