// Package extract is the door of the text side: it reads documents and gives what each adds to the graph.
//
// A Pipeline is a list of stages; see stages in this file for their order. Documents are independent of each other, so
// work is parallel per document, in parallel.go and nowhere else.
package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"mandate/extract/coref"
	"mandate/extract/input"
	"mandate/extract/link"
	"mandate/extract/models"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/own"
	"mandate/extract/parse"
	"mandate/extract/relate"
	"mandate/extract/token"
	"mandate/graph"
	"mandate/graph/schema"
)

// Version counts the changes to rules and stages that change what a document yields: a store built by an earlier one
// reads its documents again.
const Version = 9

// Options of a pipeline; the zero value reads with the default schema.
type Options struct {
	Schema     *schema.Schema // nil: schema.Default()
	Input      input.Options
	MaxMarking string          // paragraphs marked higher are not read; "": all are
	Workers    int             // documents read at once; 0: one per processor
	Pairs      *models.Tensors // scorer of relations, for measuring one; nil: the embedded one
	Without    []string        // ids of frames to leave out, for measuring what they bring
	Phrases    *models.Tensors // judge of noun phrases, for measuring one; nil: the embedded one
	Fast       bool            // without trees, from word order: several times as fast; testdata/golden has the scores of both
}

// Pipeline reads documents. It is safe for use by several goroutines.
type Pipeline struct {
	opt    Options
	stages []nlp.Stage
}

// stages are the steps that every document goes through after input, in this order.
func stages(opt Options) ([]nlp.Stage, error) {
	s, fast, phrases, pairs := opt.Schema, opt.Fast, opt.Phrases, opt.Pairs
	if !fast {
		go parse.Expand() // while the lists are read
	}
	var err error
	switch {
	case fast:
		phrases, pairs = nil, nil // they have learnt from trees
	default:
		if phrases == nil {
			phrases, err = models.Phrases()
		}
		if pairs == nil && err == nil {
			pairs, err = models.Relations()
		}
	}
	if err != nil {
		return nil, err
	}
	names, err := ner.With(!fast, phrases)
	if err != nil {
		return nil, err
	}
	rel, err := relate.With(s, pairs)
	if err != nil {
		return nil, err
	}
	rel.LeaveOut(opt.Without)
	out := []nlp.Stage{token.Stage{}}
	if !fast {
		out = append(out, parse.Stage{States: true})
	}
	out = append(out, names)
	described, err := own.New(s)
	if err != nil {
		return nil, err
	}
	if described != nil {
		out = append(out, described)
	}
	return append(out, coref.Stage{}, rel, own.Types{Schema: s}, link.Stage{}), nil
}

// New makes a pipeline. It fails when an embedded list, rule or the schema is faulty, or the stages are in an order in
// which one lacks what it needs.
func New(opt Options) (*Pipeline, error) {
	if opt.Schema == nil {
		opt.Schema = schema.Default()
	}
	st, err := stages(opt)
	if err != nil {
		return nil, err
	}
	if err := checkOrder(st); err != nil {
		return nil, err
	}
	return &Pipeline{opt: opt, stages: st}, nil
}

// checkOrder refuses stages of which one needs what none before it adds.
func checkOrder(st []nlp.Stage) error {
	have := []string{"passages"}
	for _, s := range st {
		for _, need := range s.Needs() {
			if !slices.Contains(have, need) {
				return fmt.Errorf("pipeline: stage %s needs %s, which no stage before it adds", s.Name(), need)
			}
		}
		have = append(have, s.Adds()...)
	}
	return nil
}

// Stages are the names of the stages in order, after input.
func (p *Pipeline) Stages() []string {
	var names []string
	for _, s := range p.stages {
		names = append(names, s.Name())
	}
	return names
}

// Fingerprint identifies what decides the yield of a document apart from the document: version, stages and schema.
func (p *Pipeline) Fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "mandate %d %v %s", Version, p.Stages(), p.opt.Schema.Fingerprint())
	if p.opt.MaxMarking != "" {
		fmt.Fprintf(h, " up to %d", graph.MarkingLevel(p.opt.MaxMarking))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Read parses the bytes of a document and runs all stages over it. The document comes back too, for those who want to
// see what the stages saw.
func (p *Pipeline) Read(name string, data []byte) (*nlp.Document, *graph.Contribution, error) {
	doc, err := input.Parse(name, data)
	if err != nil {
		return nil, nil, err
	}
	if p.opt.MaxMarking != "" {
		input.UpTo(doc, p.opt.MaxMarking)
	}
	for _, s := range p.stages {
		if err := s.Annotate(doc); err != nil {
			return nil, nil, fmt.Errorf("%s: %s: %w", name, s.Name(), err)
		}
	}
	doc.Info.Pipeline = p.Fingerprint()
	return doc, contribution(doc, p.opt.Schema), nil
}
