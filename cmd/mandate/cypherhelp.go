package main

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/graph/algo"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"

	"github.com/urfave/cli/v2"
)

// questions are ten questions that an analyst would ask, each with its query.
//
//go:embed questions.cypher
var questions string

// cypherVerb shows the help on the query language: `mandate help cypher`.
func cypherVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "cypher",
		Usage: "the query language, what a query sees, and ten worked questions",
		Description: "Prints the help on the query language that `mandate query` answers, as `mandate help cypher` does.\n\n" +
			"Examples:\n  mandate help cypher\n  mandate cypher | less",
		Hidden: true,
		Action: func(c *cli.Context) error {
			if err := noWords(c); err != nil {
				return err
			}
			_, err := io.WriteString(std.out, cypherHelp())
			return err
		},
	}
}

const whatQueriesSee = `Asking the graph: openCypher 9

WHAT A QUERY SEES

  Nodes (:Entity) also bear their type as label:%s
    id, name                the name is the fullest form found
    aliases, names          all other forms; all forms
    country                 jurisdiction, ISO 3166-1
    support, mentions       in how many documents it is named, and how often
    first, last             earliest and latest date of these documents
  {name: 'MoH'} is the name to the letter; 'MoH' IN n.names asks for every form, and toLower(n.name) for any case.
  These, n.name IN […], STARTS WITH and CONTAINS on names, any(x IN n.names WHERE x STARTS WITH 'Min'), n.id and id(n) = …
  are served by an index, and OR between any of them.
  EXPLAIN before a query shows its plan; PROFILE runs it and shows the rows and the time of each step.

  Nodes (:Document)
    id, title, date, country, marking, format, words, passages, and the document's own metadata by name

  Relationships between entities:%s
    status                  asserted, planned, reported or negated
    support, independent    how many documents say it; of them, those in words of their own, not copied
    statements              in how many places
    confidence, since, until, documents, quote (the surest one)
  Relationships (:Entity)-[:MENTIONED_IN]->(:Document)
    mentions                how often

  Only asserted relationships count, unless --status says otherwise or the query names the status of one: as r.status,
  {status: …}, r['status'], r {.status} or properties(r).status. In other ways, as r[$key] or r {.*}, it does not open the rest.
  Dates are text: compare n.first > '2010-01-01', or use date(left(d.date, 10)).
  A pattern without a type, as (a)--(b), goes over MENTIONED_IN too: write (b:Entity) for entities alone.

  Of the graph
%s
  Measures, as in CALL algo.pagerank({types: ['LEADS'], status: 'all'}) YIELD node, score
%s
  Settings of every measure, none of which must be given:%s
  Settings of one or the other:
%s
TEN WORKED QUESTIONS

%s
FUNCTIONS

%s
THE LANGUAGE

%s`

// cypherHelp is the whole help on the language.
func cypherHelp() string {
	sch := schema.Default()
	var entities, relations []string
	for _, t := range sch.Entities {
		entities = append(entities, t.Type)
	}
	for _, t := range sch.Relations {
		relations = append(relations, t.Type)
	}
	catalog := cypher.ReaderCatalog(sch, ask.MeasureProcedures(sch)...)
	var own, measures, settings strings.Builder
	for _, f := range catalog.Functions {
		writeEntry(&own, f.Signature, f.About)
	}
	for _, p := range catalog.Procedures {
		var yields []string
		for _, f := range p.Out {
			yields = append(yields, f.Name)
		}
		into, about := &measures, p.About+" Yields "+strings.Join(yields, ", ")+"."
		if strings.HasPrefix(p.Name, "db.") {
			into, about = &own, fmt.Sprintf("CALL %s(%s): %s. Yields %s.", p.Name, fieldNames(p.In), p.About, strings.Join(yields, ", "))
		}
		writeEntry(into, p.Name, about)
	}
	for _, s := range algo.Settings {
		writeEntry(&settings, s.Name, s.About)
	}
	return fmt.Sprintf(whatQueriesSee, wrapAfter(entities, 4), wrapAfter(relations, 4), own.String(), measures.String(),
		wrapAfter(ask.FilterSettings, 4), settings.String(), indented(questions, "  "), functionHelp(), indented(grammarText(), "  "))
}

func fieldNames(fs []cypher.Field) string {
	var ns []string
	for _, f := range fs {
		ns = append(ns, f.Name)
	}
	return strings.Join(ns, ", ")
}

// helpWidth is how wide a line of help is at most.
const helpWidth = 118

// writeEntry writes a name with what it is about, wrapped beside it.
func writeEntry(b *strings.Builder, name, about string) {
	const column = 28
	lines := wrap(oneLine(about), helpWidth-column)
	if len(name) > column-6 {
		fmt.Fprintf(b, "    %s\n", name)
		name = ""
	}
	for i, l := range lines {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(b, "    %-*s%s\n", column-4, name, l)
	}
}

// wrapAfter lists words with commas, continued on lines that are set in.
func wrapAfter(words []string, indent int) string {
	lines := wrap(strings.Join(words, ", "), helpWidth-indent)
	return "\n" + strings.Repeat(" ", indent) + strings.Join(lines, "\n"+strings.Repeat(" ", indent))
}

func indented(text, by string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) != "" {
			b.WriteString(by)
		}
		b.WriteString(l)
	}
	return b.String()
}

// functionHelp lists the functions and aggregations.
func functionHelp() string {
	var b strings.Builder
	for _, f := range lang.Functions() {
		writeEntry(&b, f.Signature, f.About)
	}
	for _, a := range lang.Aggregations() {
		writeEntry(&b, a.Signature, a.About)
	}
	return b.String()
}

// grammarText is the grammar without the marks of Markdown.
func grammarText() string {
	_, text, _ := strings.Cut(syntax.Grammar, "\n\n")
	return strings.NewReplacer("```\n", "", "```", "", "\n## ", "\n").Replace(text)
}
