package main

import (
	"encoding/json"
	"fmt"
	"io"

	"mandate/graph/schema"

	"github.com/goccy/go-yaml"
	"github.com/urfave/cli/v2"
)

func schemaVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the entity and relation types, or check a file of your own",
		ArgsUsage: "[print | check FILE]",
		Description: `A schema says which types of entities and relations there are and which ends a relation may have. The
built-in one is a good start for your own: print it, change it, check it, and give it to build with --schema.

Examples:
  mandate schema print > mine.yaml
  mandate schema check mine.yaml`,
		Flags:        []cli.Flag{jsonFlag()},
		BashComplete: completeWords("print", "check"),
		Action: func(c *cli.Context) error {
			opt := schemaOptions{JSON: c.Bool("json")}
			switch verb := c.Args().First(); {
			case c.NArg() == 0, verb == "print" && c.NArg() == 1:
			case verb == "check" && c.NArg() == 2:
				opt.Check = c.Args().Get(1)
			case verb == "check":
				return usagef("schema", "`mandate schema check` needs one file")
			default:
				return usagef("schema", "cannot %q a schema%s", verb, didYouMean(nearest(verb, []string{"print", "check"}, 1)))
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
	s, err := readSchema(opt.Check)
	if err != nil {
		return err
	}
	if opt.JSON {
		return writeJSON(out, struct {
			File      string `json:"file"`
			Name      string `json:"name"`
			Entities  int    `json:"entities"`
			Relations int    `json:"relations"`
		}{opt.Check, s.Name, len(s.Entities), len(s.Relations)})
	}
	_, err = fmt.Fprintf(out, "%s is fine: %s, %s\n", opt.Check,
		plural(len(s.Entities), "entity type", "entity types"), plural(len(s.Relations), "relation type", "relation types"))
	return err
}

// writeSchemaJSON writes the built-in schema with the names that its file has.
func writeSchemaJSON(out io.Writer) error {
	text, err := yaml.YAMLToJSON(schema.DefaultYAML())
	if err != nil {
		return fmt.Errorf("write the schema as JSON: %w", err)
	}
	return writeJSON(out, json.RawMessage(text))
}
