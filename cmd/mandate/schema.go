package main

import (
	"encoding/json"
	"fmt"
	"io"

	"mandate/cmd/mandate/ask"
	"mandate/extract"
	"mandate/extract/relate"
	"mandate/graph/schema"

	"github.com/goccy/go-yaml"
	"github.com/urfave/cli/v2"
)

func schemaVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the entity and relation types, check a file of your own, or explain how a sentence is read",
		ArgsUsage: "[print | check FILE | explain TEXT]",
		Description: `A schema says which types of entities and relations there are and which ends a relation may have. The
built-in one is a good start for your own: print it, change it, check it, and give it to build with --schema.

A type of your own can be like a built-in one (like: Agency): what mandate reads as an agency is then of your
type. Or it says by which words texts name it (recognise: names, heads, nouns, patterns). A relation can be
like a built-in one too (like: LEADS), or have frames of its own, under "frames": the verbs or nouns that say
it, where its two ends stand, and examples, which check reads. testdata/fisheries.yaml in the source of
mandate is a worked example.

explain reads a sentence (or, with -, the text on standard input) and shows what it finds in it, the rule behind
each edge and what the scorer of pairs says to it, and what almost was an edge with the reason why it is none.

Examples:
  mandate schema print > mine.yaml
  mandate schema check mine.yaml
  mandate schema explain "The plan is led by the Ministry of Labor."
  mandate schema explain --schema mine.yaml "The trawler Hai Feng 7 landed 40 tons of squid."`,
		Flags:        []cli.Flag{schemaFlag(), jsonFlag()},
		BashComplete: completeWords("print", "check", "explain"),
		Action: func(c *cli.Context) error {
			opt := schemaOptions{JSON: c.Bool("json")}
			switch verb := c.Args().First(); {
			case c.NArg() == 0, verb == "print" && c.NArg() == 1:
			case verb == "check" && c.NArg() == 2:
				opt.Check = c.Args().Get(1)
			case verb == "check":
				return usagef("schema", "`mandate schema check` needs one file")
			case verb == "explain" && c.NArg() == 1:
				return usagef("schema", "`mandate schema explain` needs a sentence, or - for the text on standard input")
			case verb == "explain":
				text, err := readText(c.Args().Tail(), std.in)
				if err != nil {
					return err
				}
				return runExplain(c.String("schema"), text, opt.JSON, std.out)
			default:
				return usagef("schema", "cannot %q a schema%s", verb, ask.DidYouMean(ask.Nearest(verb, []string{"print", "check", "explain"}, 1)))
			}
			return runSchema(opt, std.out)
		},
	}
}

type schemaOptions struct {
	Check string // file to check; "" prints the built-in schema
	JSON  bool
}

func runSchema(opt schemaOptions, out io.Writer) error {
	if opt.Check == "" {
		if opt.JSON {
			return writeSchemaJSON(out)
		}
		_, err := out.Write(schema.DefaultYAML())
		return err
	}
	s, frames, err := checkSchema(opt.Check)
	if err != nil {
		return err
	}
	if opt.JSON {
		return writeJSON(out, struct {
			File      string `json:"file"`
			Name      string `json:"name"`
			Entities  int    `json:"entities"`
			Relations int    `json:"relations"`
			Frames    int    `json:"frames"`
		}{opt.Check, s.Name, len(s.Entities), len(s.Relations), frames})
	}
	own := ""
	if frames > 0 {
		own = ", " + plural(frames, "frame", "frames") + " whose examples come out as they say"
	}
	_, err = fmt.Fprintf(out, "%s is fine: %s, %s%s\n", opt.Check,
		plural(len(s.Entities), "entity type", "entity types"), plural(len(s.Relations), "relation type", "relation types"), own)
	return err
}

// checkSchema reads a schema, then its frames, then has the pipeline read the examples of the frames; it says how many
// frames there are. The first step that finds anything wrong lists all that it finds.
func checkSchema(path string) (*schema.Schema, int, error) {
	s, err := readSchema(path)
	if err != nil {
		return nil, 0, err
	}
	if problems := relate.CheckFrames(s); len(problems) > 0 {
		return nil, 0, &schema.Error{Name: path, Problems: problems}
	}
	frames, err := relate.ParseFrames(path, []byte(s.Frames))
	if err != nil || len(frames) == 0 {
		return s, 0, err
	}
	pipeline, err := extract.New(extract.Options{Schema: s})
	if err != nil {
		return nil, 0, err
	}
	misses, err := pipeline.CheckExamples(frames)
	if err != nil {
		return nil, 0, err
	}
	var problems []schema.Problem
	for _, m := range misses {
		problems = append(problems, schema.Problem{
			Line: m.Line, Message: m.String(), Hint: fmt.Sprintf("`mandate schema explain --schema %s %q` shows how it is read", path, m.Text),
		})
	}
	if len(problems) > 0 {
		return nil, 0, &schema.Error{Name: path, Problems: problems}
	}
	return s, len(frames), nil
}

// writeSchemaJSON writes the built-in schema with the names that its file has.
func writeSchemaJSON(out io.Writer) error {
	text, err := yaml.YAMLToJSON(schema.DefaultYAML())
	if err != nil {
		return fmt.Errorf("write the schema as JSON: %w", err)
	}
	return writeJSON(out, json.RawMessage(text))
}
