package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func judgeVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "judge",
		Usage:     "decide what is one entity and what is not, and what it is called",
		ArgsUsage: "same|different|rename|retype|hide|list|undo|import …",
		Description: `Keeps what you decide about entities, with your reason and the date, and applies it at once. Judgements go
before everything that the program makes of names, and stay in force when documents come and go. Entities
are named by any of their names or by their id.

  mandate judge same A B            A and B are one
  mandate judge different A B       A and B are two
  mandate judge rename A NAME       A is called NAME
  mandate judge retype A TYPE       A is of that type
  mandate judge hide A              leave A out, with all that is said of it
  mandate judge list                the judgements in force; with --json in the form that import reads
  mandate judge undo JUDGEMENT…     take judgements back, by the id that list shows
  mandate judge import FILE         put judgements of another store in force, - for standard input

Examples:
  mandate judge same "MPS" "Ministry of Public Security" --reason "letterhead of 2008"
  mandate judge list --json > judgements.jsonl`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "reason", Usage: "why, in your `WORDS`"},
			&cli.StringFlag{Name: "date", Usage: "the `DATE` of the judgement, as in 2008-11-17 (default today)"},
			schemaFlag(), jsonFlag(), quietFlag(),
		},
		BashComplete: completeWords("same", "different", "rename", "retype", "hide", "list", "undo", "import"),
		Action: func(c *cli.Context) error {
			opt := judgeOptions{DB: dbDir(c), Reason: c.String("reason"), Date: c.String("date"), Schema: c.String("schema"), JSON: c.Bool("json")}
			if c.NArg() == 0 {
				return usagef("judge", "say what you decide: same, different, rename, retype or hide; or list, undo or import")
			}
			opt.What, opt.Args = c.Args().First(), c.Args().Tail()
			if opt.Date == "" {
				opt.Date = time.Now().UTC().Format(time.DateOnly)
			} else if _, err := time.Parse(time.DateOnly, opt.Date); err != nil {
				return usagef("judge", "--date %q: write it as 2008-11-17", opt.Date)
			}
			if c.Bool("quiet") && opt.What != "list" {
				std.out = io.Discard
			}
			return runJudge(opt, std)
		},
	}
}

type judgeOptions struct {
	DB           string
	What         string
	Args         []string
	Reason, Date string
	Schema       string
	JSON         bool
}

// judgeArgs says how many arguments each kind of judgement takes.
var judgeArgs = map[string]int{"same": 2, "different": 2, "rename": 2, "retype": 2, "hide": 1, "list": 0, "import": 1}

func runJudge(opt judgeOptions, std streams) (err error) {
	n, known := judgeArgs[opt.What]
	switch {
	case opt.What == "undo" && len(opt.Args) == 0:
		return usagef("judge", "name the judgements to undo; `mandate judge list` shows them")
	case !known && opt.What != "undo":
		return usagef("judge", "cannot judge %q%s", opt.What, ask.DidYouMean(ask.Nearest(opt.What, []string{"same", "different", "rename", "retype", "hide", "list", "undo", "import"}, 1)))
	case known && len(opt.Args) != n:
		return usagef("judge", "judge %s takes %s; put names of several words in quotes", opt.What, plural(n, "argument", "arguments"))
	case opt.What == "list":
		return listJudgements(opt, std.out)
	}
	var all []graph.Judgement
	if opt.What == "import" {
		if all, err = readJudgements(opt.Args[0], std.in); err != nil {
			return err
		}
	}
	st, err := openExisting(opt.DB, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if opt.What == "undo" {
		if err := st.Unjudge(opt.Args...); err != nil {
			if errors.Is(err, graph.ErrNotFound) {
				return fmt.Errorf("%w; `mandate judge list` shows those in force", err)
			}
			return err
		}
		_, err := fmt.Fprintf(std.out, "took back %s\n", strings.Join(opt.Args, ", "))
		return errors.Join(err, st.Sync())
	}
	if opt.What != "import" {
		j, err := newJudgement(opt, st)
		if err != nil {
			return err
		}
		all = []graph.Judgement{j}
	}
	if err := st.Judge(all...); err != nil {
		return err
	}
	if err := st.Sync(); err != nil {
		return err
	}
	for _, j := range all {
		if _, err := fmt.Fprintf(std.out, "%s  %s\n", j.ID(), clean(sayJudgement(j))); err != nil {
			return err
		}
	}
	return nil
}

// newJudgement is the judgement that the command line words.
func newJudgement(opt judgeOptions, st *store.Store) (graph.Judgement, error) {
	j := graph.Judgement{Kind: graph.JudgementKind(opt.What), Reason: opt.Reason, Date: opt.Date}
	err := withSnapshot(st, func(g graph.Reader) (err error) {
		if j.A, err = judgedEntity(g, opt.Args[0]); err != nil {
			return err
		}
		switch j.Kind {
		case graph.Same, graph.Different:
			j.B, err = judgedEntity(g, opt.Args[1])
		case graph.Rename:
			j.Value = opt.Args[1]
		case graph.Retype:
			sch, e := schemaOf(opt.Schema, g)
			if e != nil {
				return e
			}
			j.Value, err = typeFlag{"judge", "retype", false}.one(opt.Args[1], sch, g)
		}
		return err
	})
	if err != nil {
		return j, err
	}
	if err := j.Check(); err != nil {
		return j, usagef("judge", "%v", err)
	}
	return j, nil
}

// judgedEntity is the entity with the id or name. Something that looks like an id may also be a name as a document has
// it, which is no entity's id now; to be told from a mistake, its type must be one in the graph.
func judgedEntity(g graph.Reader, name string) (graph.EntityID, error) {
	if _, err := g.Entity(graph.EntityID(name)); err == nil || !errors.Is(err, graph.ErrNotFound) {
		return graph.EntityID(name), err
	}
	if strings.Contains(name, ":") && !strings.Contains(name, " ") {
		return graph.EntityID(name), nil
	}
	var found []graph.Entity
	for ent, err := range g.Lookup(name) {
		if err != nil {
			return "", err
		}
		found = append(found, ent)
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("no entity is called %q; `mandate list nodes` lists them", name)
	case 1:
		return found[0].ID, nil
	}
	var ids []string
	for _, ent := range found {
		ids = append(ids, string(ent.ID))
	}
	return "", fmt.Errorf("%s are called %q: name the one you mean by its id: %s", plural(len(found), "entity", "entities"), name, strings.Join(ids, ", "))
}

func sayJudgement(j graph.Judgement) string {
	var s string
	switch j.Kind {
	case graph.Same:
		s = fmt.Sprintf("%s and %s are one", j.A, j.B)
	case graph.Different:
		s = fmt.Sprintf("%s and %s are two", j.A, j.B)
	case graph.Rename:
		s = fmt.Sprintf("%s is called %s", j.A, j.Value)
	case graph.Retype:
		s = fmt.Sprintf("%s is of type %s", j.A, j.Value)
	case graph.Hide:
		s = fmt.Sprintf("%s is hidden", j.A)
	}
	if j.Date != "" {
		s += ", " + j.Date
	}
	if j.Reason != "" {
		s += ": " + oneLine(j.Reason)
	}
	return s
}

// jsonJudgement is a judgement as list writes it. import takes no notice of the id, which follows from the rest.
type jsonJudgement struct {
	ID string `json:"id"`
	graph.Judgement
}

func listJudgements(opt judgeOptions, out io.Writer) error {
	return withStored(opt.DB, func(r *store.Snapshot) error {
		all, err := r.Judgements()
		if err != nil {
			return err
		}
		for _, j := range all {
			if opt.JSON {
				err = writeLine(out, jsonJudgement{j.ID(), j})
			} else {
				_, err = fmt.Fprintf(out, "%s  %s\n", j.ID(), clean(sayJudgement(j)))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// withStored is withGraph for what a store knows beyond the graph.
func withStored(dir string, use func(*store.Snapshot) error) (err error) {
	st, err := store.Open(dir, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	r, err := st.Snapshot()
	if err != nil {
		return err
	}
	defer r.Close()
	return use(r)
}

// readJudgements reads judgements, one JSON object to a line.
func readJudgements(path string, in io.Reader) ([]graph.Judgement, error) {
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("judge import: %w: name a file that `mandate judge list --json` wrote", err)
		}
		defer f.Close()
		in = f
	}
	var all []graph.Judgement
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var j graph.Judgement
		err := json.Unmarshal(lines.Bytes(), &j)
		if err == nil {
			err = j.Check()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w: expected what `mandate judge list --json` writes", path, n, err)
		}
		all = append(all, j)
	}
	return all, lines.Err()
}
