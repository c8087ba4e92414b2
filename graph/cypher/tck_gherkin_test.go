package cypher_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// scenario is one scenario of the conformance suite, its outline expanded.
type scenario struct {
	folder string // "clauses/match"
	name   string // "Match1 [3] name", with " #2" for the second example of an outline
	steps  []tckStep
}

// tckStep is one step, with what stands below it.
type tckStep struct {
	text  string
	doc   string     // the text between triple quotes
	table [][]string // rows of cells
}

var placeholder = regexp.MustCompile(`<[^<>\n]+>`)

// readFeatures reads every feature below dir, in order of path.
func readFeatures(dir string) ([]scenario, error) {
	var all []scenario
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".feature") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, filepath.Dir(path))
		all = append(all, readFeature(filepath.ToSlash(rel), strings.TrimSuffix(filepath.Base(path), ".feature"), string(text))...)
		return nil
	})
	return all, err
}

// readFeature reads one file: scenarios, outlines with examples, a background, tables and doc strings.
func readFeature(folder, file, text string) []scenario {
	var out []scenario
	var background []tckStep
	var cur *scenario
	var steps *[]tckStep
	var examples [][]string
	inExamples := false
	finish := func() {
		if cur == nil {
			return
		}
		cur.steps = append(append([]tckStep{}, background...), cur.steps...)
		if len(examples) == 0 {
			out = append(out, *cur)
		}
		for i, row := range examples[min(1, len(examples)):] {
			out = append(out, expand(*cur, examples[0], row, i+1))
		}
		cur, examples = nil, nil
	}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "@") || strings.HasPrefix(line, "Feature:"):
		case strings.HasPrefix(line, "Background:"):
			steps, inExamples = &background, false
		case strings.HasPrefix(line, "Scenario:"), strings.HasPrefix(line, "Scenario Outline:"):
			finish()
			_, name, _ := strings.Cut(line, ":")
			cur = &scenario{folder: folder, name: file + " " + strings.TrimSpace(name)}
			steps, inExamples = &cur.steps, false
		case strings.HasPrefix(line, "Examples:"):
			inExamples = true
			if len(examples) > 0 { // a further table repeats the head
				examples = append(examples, nil)
			}
		case strings.HasPrefix(line, `"""`):
			var doc []string
			indent := len(lines[i]) - len(strings.TrimLeft(lines[i], " "))
			for i++; i < len(lines) && strings.TrimSpace(lines[i]) != `"""`; i++ {
				l := lines[i]
				if len(l) >= indent && strings.TrimSpace(l[:indent]) == "" {
					l = l[indent:]
				}
				doc = append(doc, l)
			}
			(*steps)[len(*steps)-1].doc = strings.Join(doc, "\n")
		case strings.HasPrefix(line, "|"):
			row := cells(line)
			switch {
			case !inExamples:
				last := &(*steps)[len(*steps)-1]
				last.table = append(last.table, row)
			case len(examples) > 0 && examples[len(examples)-1] == nil:
				examples = examples[:len(examples)-1] // the repeated head
			default:
				examples = append(examples, row)
			}
		default:
			for _, w := range []string{"Given ", "When ", "Then ", "And ", "But ", "* "} {
				if rest, ok := strings.CutPrefix(line, w); ok {
					*steps = append(*steps, tckStep{text: strings.TrimSpace(rest)})
					break
				}
			}
		}
	}
	finish()
	return out
}

// cells cuts a row of a table; \| and \\ stand for themselves.
func cells(line string) []string {
	var out []string
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && (line[i+1] == '|' || line[i+1] == '\\'):
			i++
			b.WriteByte(line[i])
		case c == '\\' && i+1 < len(line) && line[i+1] == 'n':
			i++
			b.WriteByte('\n')
		case c == '|':
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	return out
}

// expand fills one row of examples into an outline.
func expand(s scenario, head, row []string, n int) scenario {
	fill := func(t string) string {
		return placeholder.ReplaceAllStringFunc(t, func(p string) string {
			for i, h := range head {
				if p == "<"+h+">" && i < len(row) {
					return row[i]
				}
			}
			return p
		})
	}
	out := scenario{folder: s.folder, name: fmt.Sprintf("%s #%d", s.name, n)}
	for _, st := range s.steps {
		f := tckStep{text: fill(st.text), doc: fill(st.doc)}
		for _, r := range st.table {
			var cs []string
			for _, c := range r {
				cs = append(cs, fill(c))
			}
			f.table = append(f.table, cs)
		}
		out.steps = append(out.steps, f)
	}
	return out
}
