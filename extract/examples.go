package extract

import (
	"fmt"
	"strings"

	"mandate/extract/relate"
	"mandate/graph"
)

// Miss is an example of a frame that the pipeline does not read as the frame says.
type Miss struct {
	Frame string // id
	Line  int    // in the file of the frame
	Text  string // of the example
	Ends  string // "Subject | Object"
	Wrong bool   // the relation was found although it must not be; otherwise it is missing
	Rule  string // what found it, where Wrong
	Says  []string
}

// String is the miss in one line.
func (m Miss) String() string {
	if m.Wrong {
		return fmt.Sprintf("frame %s: %q must not say %q, but %s reads it so", m.Frame, m.Text, m.Ends, m.Rule)
	}
	says := "nothing"
	if len(m.Says) > 0 {
		says = strings.Join(m.Says, "; ")
	}
	return fmt.Sprintf("frame %s: %q must say %q; it says %s", m.Frame, m.Text, m.Ends, says)
}

// CheckExamples reads the examples of the frames, each as a document of its own, and lists those that do not come out as
// the frame says.
func (p *Pipeline) CheckExamples(frames []*relate.Frame) ([]Miss, error) {
	var misses []Miss
	for _, f := range frames {
		for _, ex := range f.Match {
			got, says, err := p.readExample(ex.Text)
			if err != nil {
				return nil, err
			}
			for _, ends := range ex.Ends {
				if _, ok := p.says(got, f.Relation, ends); !ok {
					misses = append(misses, Miss{Frame: f.ID, Line: f.Line(), Text: ex.Text, Ends: ends, Says: says})
				}
			}
		}
		for _, ex := range f.Refuse {
			got, _, err := p.readExample(ex.Text)
			if err != nil {
				return nil, err
			}
			for _, ends := range ex.Ends {
				if rule, ok := p.says(got, f.Relation, ends); ok {
					misses = append(misses, Miss{Frame: f.ID, Line: f.Line(), Text: ex.Text, Ends: ends, Wrong: true, Rule: rule})
				}
			}
		}
	}
	return misses, nil
}

// exampleKey is a relation between two folded names.
type exampleKey struct{ subject, relation, object string }

// readExample gives the rule of every relation of a text, and the relations for a person to read.
func (p *Pipeline) readExample(text string) (map[exampleKey]string, []string, error) {
	_, c, err := p.Read("example.txt", []byte(text+"\n"))
	if err != nil {
		return nil, nil, err
	}
	got := map[exampleKey]string{}
	var says []string
	for i := range c.Claims {
		cl := &c.Claims[i]
		from, to := c.Clusters[cl.Subject].Name, c.Clusters[cl.Object].Name
		got[exampleKey{graph.FoldName(from), cl.Type, graph.FoldName(to)}] = cl.Evidence.Rule
		says = append(says, fmt.Sprintf("%s %s %s (%s)", from, cl.Type, to, cl.Evidence.Rule))
	}
	return got, says, nil
}

// says looks for the relation between the two ends, and for one without direction either way round. A type that is like a
// built-in one counts as that one.
func (p *Pipeline) says(got map[exampleKey]string, relation, ends string) (string, bool) {
	a, b, _ := strings.Cut(ends, " | ")
	a, b = graph.FoldName(a), graph.FoldName(b)
	for i := range p.opt.Schema.Relations {
		r := &p.opt.Schema.Relations[i]
		if r.Type != relation && r.Like != relation {
			continue
		}
		if rule, ok := got[exampleKey{a, r.Type, b}]; ok {
			return rule, true
		}
		if rule, ok := got[exampleKey{b, r.Type, a}]; ok && r.Symmetric {
			return rule, true
		}
	}
	return "", false
}
