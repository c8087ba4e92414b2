package main

import (
	"fmt"
	"io"
	"strings"

	"mandate/extract"
	"mandate/extract/relate"
	"mandate/graph"
)

// readText is the words of the command line as one text, or all of in for "-".
func readText(args []string, in io.Reader) ([]byte, error) {
	if len(args) != 1 || args[0] != "-" {
		return []byte(strings.Join(args, " ") + "\n"), nil
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read standard input: %w", err)
	}
	return text, nil
}

// runExplain shows how a text is read.
func runExplain(schemaPath string, text []byte, asJSON bool, out io.Writer) error {
	sch, err := readSchema(schemaPath)
	if err != nil {
		return err
	}
	pipeline, err := extract.New(extract.Options{Schema: sch, Workers: 1})
	if err != nil {
		return fmt.Errorf("set up the pipeline: %w", err)
	}
	ex, err := pipeline.Explain("text.txt", text)
	if err != nil {
		return err
	}
	reasons, err := frameReasons(sch.Frames)
	if err != nil {
		return err
	}
	e := explained(ex, reasons)
	if asJSON {
		return writeJSON(out, e)
	}
	return e.write(out)
}

// frameReasons are the reasons of all frames by id, those of the user's schema with them.
func frameReasons(own string) (map[string]string, error) {
	frames, err := relate.Frames()
	if err != nil {
		return nil, err
	}
	mine, err := relate.ParseFrames("schema", []byte(own))
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	for _, list := range [][]*relate.Frame{frames, mine} {
		for _, f := range list {
			reasons[f.ID] = f.Reason
		}
	}
	return reasons, nil
}

// explanation is what `schema explain` shows.
type explanation struct {
	Mentions []explainedMention `json:"mentions"`
	Edges    []explainedEdge    `json:"edges"`
	Almost   []explainedFrame   `json:"almost"`
}

type explainedMention struct {
	Words string `json:"words"`
	Type  string `json:"type"`
	Node  string `json:"node"` // "" when it makes none
	Rule  string `json:"rule"`
}

type explainedEdge struct {
	Subject    string   `json:"subject"`
	Type       string   `json:"type"`
	Object     string   `json:"object"`
	Status     string   `json:"status"`
	Cues       []string `json:"cues,omitempty"`
	Since      string   `json:"since,omitempty"`
	Until      string   `json:"until,omitempty"`
	Confidence float64  `json:"confidence"`
	Rule       string   `json:"rule"`
	Reason     string   `json:"reason,omitempty"` // of the frame
	Scorer     string   `json:"scorer,omitempty"` // what the scorer of pairs says to it
}

type explainedFrame struct {
	Frame    string `json:"frame"`
	Relation string `json:"relation"`
	Trigger  string `json:"trigger"`
	Sentence string `json:"sentence"`
	Reason   string `json:"reason"`
}

// scorerReason is what the scorer of pairs says to an edge: for one that it proposed itself and one that a frame says, with the
// features that spoke most for it, the strongest first; "" when it was not asked.
func scorerReason(ex *extract.Explanation, ev graph.Evidence) string {
	for _, r := range ex.Reasons {
		from, to := ex.Document.Mentions[r.Subject].Span, ex.Document.Mentions[r.Object].Span
		if r.Rule != ev.Rule || (from != ev.Subject || to != ev.Object) && (from != ev.Object || to != ev.Subject) {
			continue
		}
		var told []string
		for _, s := range r.Shares {
			told = append(told, fmt.Sprintf("[%s] %+.2f", strings.Join(strings.Fields(s.Feature), " "), s.Logit))
		}
		most := ""
		if len(told) > 0 {
			most = "; what spoke most for it: " + strings.Join(told, ", ")
		}
		if strings.HasPrefix(ev.Rule, "learned.") {
			return fmt.Sprintf("no frame says so; the scorer of pairs gives it a chance of %.2f%s", r.Chance, most)
		}
		return fmt.Sprintf("the rule is right in %.2f of marked texts; the scorer of pairs gives this one a chance of %.2f%s", r.Record, r.Chance, most)
	}
	return ""
}

func explained(ex *extract.Explanation, reasons map[string]string) explanation {
	doc, c := ex.Document, ex.Contribution
	e := explanation{Mentions: []explainedMention{}, Edges: []explainedEdge{}, Almost: []explainedFrame{}}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		shown := explainedMention{Words: oneLine(doc.Source[m.Span.Start:m.Span.End]), Type: m.Type, Rule: m.Rule}
		if m.Cluster >= 0 {
			shown.Node, shown.Type = doc.Clusters[m.Cluster].Name, doc.Clusters[m.Cluster].Type
		}
		e.Mentions = append(e.Mentions, shown)
	}
	for i := range c.Claims {
		cl := &c.Claims[i]
		edge := explainedEdge{
			Subject: c.Clusters[cl.Subject].Name, Type: cl.Type, Object: c.Clusters[cl.Object].Name, Status: cl.Status.String(),
			Since: cl.Since, Until: cl.Until, Confidence: cl.Evidence.Confidence, Rule: cl.Evidence.Rule, Reason: reasons[cl.Evidence.Rule],
		}
		edge.Scorer = scorerReason(ex, cl.Evidence)
		for _, cue := range cl.Evidence.Cues {
			edge.Cues = append(edge.Cues, oneLine(doc.Source[cue.Start:cue.End]))
		}
		e.Edges = append(e.Edges, edge)
	}
	for _, a := range ex.Almost {
		sent := &doc.Sentences[a.Sentence]
		trigger := ""
		if a.Trigger >= 0 {
			trigger = sent.Tokens[a.Trigger].Text
		}
		e.Almost = append(e.Almost, explainedFrame{
			Frame: a.Rule, Relation: a.Relation, Trigger: trigger, Sentence: oneLine(doc.Source[sent.Span.Start:sent.Span.End]), Reason: a.Reason,
		})
	}
	return e
}

func (e explanation) write(out io.Writer) error {
	var b strings.Builder
	b.WriteString("Mentions\n")
	for _, m := range e.Mentions {
		node := m.Type + " " + m.Node
		switch m.Node {
		case "":
			node = "makes no node"
		case m.Words:
			node = m.Type
		}
		fmt.Fprintf(&b, "  “%s”  %s  (%s)\n", m.Words, node, m.Rule)
	}
	if len(e.Mentions) == 0 {
		b.WriteString("  none\n")
	}
	b.WriteString("\nEdges\n")
	for _, d := range e.Edges {
		d.write(&b)
	}
	if len(e.Edges) == 0 {
		b.WriteString("  none\n")
	}
	if len(e.Almost) > 0 {
		b.WriteString("\nWhat almost was an edge\n")
	}
	for _, a := range e.Almost {
		b.WriteString("  " + a.Frame)
		if a.Trigger != "" {
			fmt.Fprintf(&b, " at “%s”", a.Trigger)
		}
		b.WriteString(": " + a.Reason + "\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (d explainedEdge) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s  %s  %s  %s", d.Subject, d.Type, d.Object, d.Status)
	for i, cue := range d.Cues {
		sep := ", "
		if i == 0 {
			sep = " by "
		}
		fmt.Fprintf(b, "%s“%s”", sep, cue)
	}
	if d.Since != "" {
		fmt.Fprintf(b, ", since %s", d.Since)
	}
	if d.Until != "" {
		fmt.Fprintf(b, ", until %s", d.Until)
	}
	fmt.Fprintf(b, "  %.2f\n    %s", d.Confidence, d.Rule)
	if d.Reason != "" {
		b.WriteString(": " + d.Reason)
	}
	if d.Scorer != "" {
		b.WriteString("\n    " + d.Scorer)
	}
	b.WriteByte('\n')
}
