package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"

	"github.com/urfave/cli/v2"
)

// The limits of a query when none are given: a query that somebody waits for ends before patience does, and holds less
// than a small laptop has.
const (
	queryTimeout = time.Minute
	queryMemory  = "1GiB"
)

func queryVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "query",
		Usage:     "ask the graph in openCypher, or open a shell that does",
		ArgsUsage: "[QUERY|-]",
		Description: `Answers a query in openCypher 9 (mandate help cypher has the language, what the graph holds, and ten worked
questions). The query is the argument, or comes from --file or standard input; there, semicolons part several.
Without a query, on a terminal, a shell opens.

Only asserted edges count, unless the query speaks of r.status or --status says otherwise. Queries read: what is
known enters by build. EXPLAIN before a query shows its plan, PROFILE runs it and shows what each step cost.

Formats:
` + listQueryFormats() + `
Examples:
  mandate query 'MATCH (a:Agency)-[r:LEADS]->(p:Program) RETURN a.name, p.name, r.quote LIMIT 10'
  mandate query --param name="Ministry of Labor" 'MATCH (n {name: $name})-[r]-(m:Entity) RETURN type(r), m.name'
  mandate query -o plan.svg 'MATCH p = (:Agency)-[:LEADS]->(:Program)-[:ADDRESSES]->(:Issue) RETURN p'
  mandate query --format csv --file questions.cypher > answers.csv
  mandate query`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "write the rows as `FORMAT` (default table, or by the ending of the output file)"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, or to standard output when it is \"-\"", Value: "-"},
			&cli.StringFlag{Name: "file", Usage: "read the query from `FILE`"},
			&cli.StringSliceFlag{Name: "param", Aliases: []string{"p"}, Usage: "give the parameter $name a value, as `NAME=VALUE`; a value that is no number, list, map or quoted string is text"},
			&cli.StringFlag{Name: "status", Usage: "which edges count: `STATUS` is asserted, planned, reported or negated (with commas for several), or all"},
			&cli.DurationFlag{Name: "timeout", Usage: "stop a query after `TIME`, as in 30s or 5m; 0 never does (default 1m)", Value: queryTimeout},
			&cli.IntFlag{Name: "max-rows", Usage: "stop a query that has more than `N` rows; 0 never does"},
			&cli.StringFlag{Name: "max-memory", Usage: "stop a query that holds more than `SIZE`", Value: queryMemory},
			markingFlag(), schemaFlag(),
		},
		BashComplete: func(c *cli.Context) {
			cli.DefaultCompleteWithFlags(c.Command)(c)
			if before := os.Args[max(0, len(os.Args)-2)]; before == "--format" || before == "-f" {
				for _, f := range queryFormats {
					fmt.Fprintln(c.App.Writer, f.name)
				}
			}
		},
		Action: func(c *cli.Context) error {
			opt, err := readQueryOptions(c)
			if err != nil {
				return err
			}
			opt.Text, opt.Shell, err = queryText(c, std.in)
			if err != nil {
				return err
			}
			return runQuery(c.Context, opt, std)
		},
	}
}

// queryOptions are the settings of query.
type queryOptions struct {
	DB         string
	Text       string // queries, parted by semicolons
	Shell      bool   // read queries from the terminal instead
	Format     *queryFormat
	Output     string // file, or "-" for standard output
	MaxMarking string // "" means everything
	Schema     string // file, "" for the built-in one
	Params     map[string]lang.Value
	Statuses   []graph.Status // none: asserted, or all for a query that speaks of the status
	Limits     cypher.Options // timeout, rows and memory
	Opening    bool           // the timeout was asked for, and covers the opening of the graph as well
}

func readQueryOptions(c *cli.Context) (queryOptions, error) {
	opt := queryOptions{DB: dbDir(c), Schema: c.String("schema"), Output: c.String("output")}
	var err error
	if opt.Format, err = chooseQueryFormat(c.String("format"), opt.Output); err != nil {
		return opt, err
	}
	if opt.MaxMarking, err = maxMarking(c); err != nil {
		return opt, err
	}
	if opt.Params, err = readParams(c.StringSlice("param")); err != nil {
		return opt, err
	}
	if opt.Statuses, err = graph.ParseStatuses(words([]string{c.String("status")})); err != nil {
		return opt, usagef("query", "--status: %v", err)
	}
	opt.Limits = cypher.Options{Timeout: c.Duration("timeout"), MaxRows: c.Int("max-rows")}
	if opt.Limits.Timeout < 0 || opt.Limits.MaxRows < 0 {
		return opt, usagef("query", "--timeout and --max-rows are 0 or more")
	}
	opt.Opening = opt.Limits.Timeout > 0 && c.IsSet("timeout") // the default one lets a store of an earlier version be brought up to date
	if opt.Limits.MaxMemory, err = parseSize(c.String("max-memory")); err != nil {
		return opt, usagef("query", "--max-memory: %v", err)
	}
	return opt, nil
}

// queryText is the query that the command line names; shell is true when it names none and a person sits there.
func queryText(c *cli.Context, in io.Reader) (text string, shell bool, err error) {
	file := c.String("file")
	switch {
	case c.NArg() > 1:
		return "", false, usagef("query", "%d arguments: put the query between quotes, so that it is one", c.NArg())
	case c.NArg() == 1 && file != "":
		return "", false, usagef("query", "a query is given and --file as well: give one of them")
	case c.NArg() == 1 && c.Args().First() != "-":
		return c.Args().First(), false, nil
	case c.NArg() == 0 && file == "" && onTerminal(in):
		return "", true, nil
	case file != "" && file != "-":
		f, err := os.Open(file)
		if err != nil {
			return "", false, fmt.Errorf("read the query: %w", err)
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, syntax.MaxText+1))
	if err != nil {
		return "", false, fmt.Errorf("read the query: %w", err)
	}
	if len(b) > syntax.MaxText {
		return "", false, fmt.Errorf("read the query: it is longer than %d MiB: hand large data over as a parameter", syntax.MaxText>>20)
	}
	return string(b), false, nil
}

// session is a store that queries are put to.
type session struct {
	g       *cypher.ReaderGraph
	reader  graph.Reader
	catalog *cypher.Catalog
	schema  *schema.Schema
	opt     queryOptions
	std     streams
	opening time.Duration // that opening took: it counts for the first query
}

func runQuery(ctx context.Context, opt queryOptions, std streams) error {
	if !opt.Shell && len(syntax.Split(opt.Text)) == 0 {
		return usagef("query", "the query is empty")
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if !opt.Shell { // there Ctrl-C stops a query, and not the shell
		ctx, stop = interruptible(ctx)
		defer stop()
	}
	began, opening := time.Now(), ctx
	if opt.Opening && !opt.Shell {
		var done context.CancelFunc
		opening, done = context.WithDeadline(ctx, began.Add(opt.Limits.Timeout))
		defer done()
	}
	err := withGraphWithin(opening, opt.DB, opt.MaxMarking, func(r graph.Reader) error {
		sch, err := schemaOf(opt.Schema, r)
		if err != nil {
			return err
		}
		s, err := newSession(r, sch, opt, std)
		if err != nil {
			return err
		}
		opening = nil
		limitMemory(opt.Limits.MaxMemory, s.g)
		if opt.Shell {
			return s.shell(ctx)
		}
		if opt.Opening {
			s.opening = time.Since(began)
		}
		return s.writeTo(func(w io.Writer) error { return s.runAll(ctx, opt.Text, w) })
	})
	switch {
	case opening == nil || err == nil:
		return err
	case ctx.Err() != nil:
		return interruptedError{"the graph was not opened"}
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("opening the graph took longer than --timeout %v: allow more time, or --timeout 0 if the store is of an earlier version, which is made anew once", opt.Limits.Timeout)
	}
	return err
}

// beside is about how many bytes the program takes beside a query and the graph: for the store above all.
const beside = 96 << 20

// limitMemory has the collector work harder before the program takes much more than the graph and a query may hold: it would
// let twice that come together.
func limitMemory(query int64, g *cypher.ReaderGraph) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(query + g.InMemory() + beside)
	}
}

func newSession(r graph.Reader, sch *schema.Schema, opt queryOptions, std streams) (*session, error) {
	g, err := cypher.OnReader(r, opt.Statuses...)
	if err != nil {
		return nil, err
	}
	counts, err := r.Counts()
	if err != nil {
		return nil, err
	}
	catalog := cypher.ReaderCatalog(sch, ask.MeasureProcedures(sch)...)
	catalog.Labels = union(catalog.Labels, nodeTypes(sch, counts))
	catalog.Types = union(catalog.Types, edgeTypes(sch, counts))
	return &session{g: g, reader: r, catalog: catalog, schema: sch, opt: opt, std: std}, nil
}

// union is both lists without repetition, sorted.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// writeTo hands over where the rows go.
func (s *session) writeTo(write func(io.Writer) error) error {
	if s.opt.Output == "-" {
		return write(s.std.out)
	}
	return writeFile(s.opt.Output, write)
}

// runAll runs the queries of a text, one after the other, until one fails.
func (s *session) runAll(ctx context.Context, text string, w io.Writer) error {
	for i, st := range syntax.Split(text) {
		if i > 0 && s.opt.Format.apart {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		// what stands before is blanked out, so that an error names the line of the whole text
		before := strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return ' '
		}, text[:st.Start])
		if err := s.run(ctx, before+text[st.Start:st.End], w); err != nil {
			return err
		}
	}
	return nil
}

// run runs one query and writes its rows, or its plan.
func (s *session) run(ctx context.Context, text string, w io.Writer) error {
	q, err := cypher.Prepare(text, s.catalog)
	if err != nil {
		return err
	}
	limits := s.opt.Limits
	limits.Params, limits.Clock, limits.Zone = s.opt.Params, time.Now, time.Local
	limits.Now = time.Now()
	if limits.Timeout > 0 {
		limits.Timeout = max(1, limits.Timeout-s.opening)
		s.opening = 0
	}
	rows, err := q.Run(ctx, s.g, limits)
	if err != nil {
		return err
	}
	out := s.opt.Format.open(w, rows.Columns, page{s: s, title: oneLine(text), hold: rows.Hold})
	n := 0
	for vs, err := range rows.All() {
		if err == nil {
			n++
			err = out.row(vs)
		}
		if err != nil {
			return s.stopped(ctx, out, n, err)
		}
	}
	if q.Mode() == syntax.Explain {
		_, err := io.WriteString(w, rows.Plan())
		return err
	}
	if err := out.end(); err != nil {
		return err
	}
	if q.Mode() == syntax.Profile {
		fmt.Fprintf(s.std.err, "\n%s", rows.Plan())
	}
	if onTerminal(w) && onTerminal(s.std.err) {
		fmt.Fprintf(s.std.err, "%s in %s\n", plural(n, "row", "rows"), brief(time.Since(limits.Now)))
	}
	return nil
}

// stopped is the error of a query that was cut off after n rows. What a streaming format has written by then stands.
func (s *session) stopped(ctx context.Context, out rowWriter, n int, err error) error {
	if f, ok := out.(flusher); ok {
		err = errors.Join(err, f.flush())
	}
	if ctx.Err() != nil {
		return interruptedError{"the query was stopped after " + plural(n, "row", "rows")}
	}
	return err
}

// brief is a time for a person.
func brief(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}
