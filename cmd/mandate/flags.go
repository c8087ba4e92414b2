package main

import (
	"fmt"
	"strconv"
	"strings"

	"mandate/graph"
	"mandate/graph/schema"

	"github.com/urfave/cli/v2"
)

// defaultDB is the folder of the store when --db is not given.
const defaultDB = "mandate.db"

func dbFlag() cli.Flag {
	return &cli.StringFlag{Name: "db", Usage: "the graph is kept in `DIR`", Value: defaultDB, EnvVars: []string{"MANDATE_DB"}}
}

// dbDir is the folder of the store: an empty --db or MANDATE_DB counts as not given.
func dbDir(c *cli.Context) string {
	if dir := c.String("db"); dir != "" {
		return dir
	}
	return defaultDB
}

func jsonFlag() cli.Flag {
	return &cli.BoolFlag{Name: "json", Usage: "write JSON for other programs to read"}
}

func quietFlag() cli.Flag {
	return &cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say nothing but errors"}
}

func schemaFlag() cli.Flag {
	return &cli.StringFlag{Name: "schema", Usage: "take the entity and relation types from `FILE` instead of those of the graph, or the built-in ones"}
}

// markingFlag leaves out what is marked higher.
func markingFlag() cli.Flag {
	return &cli.StringFlag{Name: "max-marking", Usage: "leave out all that stands only in paragraphs marked higher than `MARK`: U, SBU, C, S or TS"}
}

// maxMarking is the value of --max-marking, "" for everything.
func maxMarking(c *cli.Context) (string, error) {
	mark := c.String("max-marking")
	if mark == "" && c.IsSet("max-marking") || mark != "" && !graph.KnownMarking(mark) {
		return "", usagef(c.Command.Name, "--max-marking %s: there are U, SBU, C, S and TS, and their long forms", mark)
	}
	return mark, nil
}

func statusFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "status", Usage: "only edges of this `STATUS`: asserted, planned, reported, negated (more than once, or with commas, for several) or all"}
}

func confidenceFlag() cli.Flag {
	return &cli.Float64Flag{Name: "min-confidence", Usage: "only edges whose confidence is at least `N`, from 0 to 1"}
}

// filter says which relations a verb looks at.
type filter struct {
	Statuses      []graph.Status // none means all
	MinConfidence float64
}

// readFilter reads --status and --min-confidence.
func readFilter(c *cli.Context) (filter, error) {
	f := filter{MinConfidence: c.Float64("min-confidence")}
	if f.MinConfidence < 0 || f.MinConfidence > 1 {
		return f, usagef(c.Command.Name, "--min-confidence %v: a confidence is between 0 and 1", f.MinConfidence)
	}
	var err error
	if f.Statuses, err = graph.ParseStatuses(words(c.StringSlice("status"))); err != nil {
		return f, usagef(c.Command.Name, "--status: %v", err)
	}
	return f, nil
}

// keeps says whether the filter lets the relation through.
func (f filter) keeps(rel graph.Relation) bool {
	if rel.Confidence < f.MinConfidence {
		return false
	}
	for _, s := range f.Statuses {
		if rel.Status == s {
			return true
		}
	}
	return len(f.Statuses) == 0
}

// words parts the values of a flag at commas.
func words(values []string) []string {
	var out []string
	for _, v := range values {
		for w := range strings.SplitSeq(v, ",") {
			if w = strings.TrimSpace(w); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}

// readSchema reads the schema file, or gives the built-in schema when path is "".
func readSchema(path string) (*schema.Schema, error) {
	if path == "" {
		return schema.Default(), nil
	}
	return schema.Load(path)
}

// parseSize reads a size in bytes: "1000000", "64MB", "1.5 GiB".
func parseSize(text string) (int64, error) {
	s := strings.ToLower(strings.TrimSpace(text))
	factor := 1.0
	for _, unit := range []struct {
		suffix string
		factor float64
	}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"b", 1}} {
		if rest, ok := strings.CutSuffix(s, unit.suffix); ok {
			s, factor = strings.TrimSpace(rest), unit.factor
			break
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n*factor >= 1 && n*factor < 1<<62) {
		return 0, fmt.Errorf("%q is not a size: write it as 500000, 64MB or 1GiB", text)
	}
	return int64(n * factor), nil
}

// fastFlag asks for reading without trees.
func fastFlag() cli.Flag {
	return &cli.BoolFlag{Name: "fast", Usage: "read word order instead of parsing sentences: several times as fast, mostly less exact"}
}
