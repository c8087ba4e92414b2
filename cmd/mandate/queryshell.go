package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/cypher/syntax"

	"github.com/peterh/liner"
)

const (
	shellPrompt = "mandate> "
	shellMore   = "      -> "
)

const shellHelp = `A query runs when it ends with a semicolon or is followed by an empty line. TAB completes keywords, labels, types,
functions and, between quotes, names; arrows and Ctrl-R find earlier queries; Ctrl-C gives up a line or stops a query.

  :help                  this
  :cypher                the language, what the graph holds, and ten worked questions
  :labels, :types        how many nodes have each label, how many edges each type
  :format NAME           how rows are shown: ` + "%s" + `
  :param name=value      give the parameter $name a value; without argument, list them
  :status STATUS         which edges count: asserted, planned, reported, negated (with commas), all, or default
  :quit                  leave (so does Ctrl-D)
`

// shell reads queries from a terminal until it ends.
func (s *session) shell(ctx context.Context) error {
	line := liner.NewLiner()
	defer line.Close()
	line.SetCtrlCAborts(true)
	line.SetMultiLineMode(true)
	line.SetTabCompletionStyle(liner.TabPrints)
	line.SetWordCompleter(func(text string, pos int) (string, []string, string) { return s.complete(text, pos) })
	history := historyFile()
	readHistory(line, history)
	defer func() {
		if err := writeHistory(line, history); err != nil {
			fmt.Fprintf(s.std.err, "the history was not kept: %v\n", err)
		}
	}()
	if err := s.greet(); err != nil {
		return err
	}
	defer s.warm(ctx)()
	var pending string
	for {
		prompt := shellPrompt
		if pending != "" {
			prompt = shellMore
		}
		text, err := line.Prompt(prompt)
		switch {
		case errors.Is(err, liner.ErrPromptAborted):
			pending = ""
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(s.std.out)
			return nil
		case err != nil:
			return fmt.Errorf("read from the terminal: %w", err)
		}
		if command := strings.TrimSpace(text); pending == "" && strings.HasPrefix(command, ":") {
			line.AppendHistory(command)
			if s.command(command) {
				return nil
			}
			continue
		}
		query, rest := gather(pending, text)
		pending = rest
		if query == "" {
			continue
		}
		if !strings.Contains(query, "//") { // on one line, a comment would hide the rest
			line.AppendHistory(oneLine(query))
		}
		s.ask(ctx, query)
	}
}

// warm reads the graph into memory while the first query is typed. What goes wrong shows when a query reads the same.
func (s *session) warm(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var reading sync.WaitGroup
	g := s.g
	reading.Go(func() { _ = g.Warm(ctx) })
	return func() {
		cancel()
		reading.Wait() // the store must not be closed before
	}
}

// greet says what is open and how to go on.
func (s *session) greet() error {
	counts, err := s.reader.Counts()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.std.out, "%s: %s, %s, %s.\nEnd a query with a semicolon; :help shows what else there is.\n", s.opt.DB,
		plural(counts.Documents, "document", "documents"), plural(total(counts.Entities), "node", "nodes"), plural(total(counts.Relations), "edge", "edges"))
	return nil
}

func total(counts map[string]int) (n int) {
	for _, k := range counts {
		n += k
	}
	return n
}

// gather adds a line to what was typed before. The queries are complete when the last one ends in a semicolon or an
// empty line follows.
func gather(pending, line string) (query, rest string) {
	text := pending + line
	found := syntax.Split(text)
	if len(found) == 0 {
		return "", ""
	}
	if found[len(found)-1].Done || strings.TrimSpace(line) == "" {
		return text, ""
	}
	return "", text + "\n"
}

// ask runs queries; Ctrl-C stops them and not the shell.
func (s *session) ask(ctx context.Context, text string) {
	ctx, stop := interruptible(ctx)
	defer stop()
	if err := s.runAll(ctx, text, s.std.out); err != nil {
		fmt.Fprintln(s.std.err, strings.TrimSpace(err.Error()))
	}
}

// command runs what begins with a colon; true ends the shell.
func (s *session) command(line string) (quit bool) {
	name, rest, _ := strings.Cut(line[1:], " ")
	rest = strings.TrimSpace(rest)
	var err error
	switch strings.ToLower(name) {
	case "quit", "exit", "q":
		return true
	case "help", "h", "?":
		fmt.Fprintf(s.std.out, shellHelp, strings.Join(queryFormatNames(), ", "))
	case "cypher":
		_, err = io.WriteString(s.std.out, cypherHelp())
	case "labels", "types":
		err = s.listNames(strings.ToLower(name) == "types")
	case "format":
		var f *queryFormat
		if f, err = chooseQueryFormat(rest, "-"); err == nil {
			s.opt.Format = f
		}
	case "param", "params":
		err = s.setParam(rest)
	case "status":
		err = s.setStatus(rest)
	default:
		err = fmt.Errorf("unknown command :%s%s: :help lists them", name, ask.DidYouMean(ask.Nearest(name, shellCommands, 1)))
	}
	if err != nil {
		fmt.Fprintln(s.std.err, err)
	}
	return false
}

var shellCommands = []string{"cypher", "format", "help", "labels", "param", "quit", "status", "types"}

func queryFormatNames() []string {
	var names []string
	for _, f := range queryFormats {
		names = append(names, f.name)
	}
	return names
}

// listNames lists labels or types with how many there are.
func (s *session) listNames(types bool) error {
	counts, err := s.reader.Counts()
	if err != nil {
		return err
	}
	names, of := s.catalog.Labels, func(n string) int { return s.g.Size(n) }
	if types {
		names, of = s.catalog.Types, func(n string) int { return counts.Relations[n] }
	}
	for _, n := range names {
		if types && n == "MENTIONED_IN" {
			fmt.Fprintf(s.std.out, "  %-20s\n", n)
			continue
		}
		fmt.Fprintf(s.std.out, "  %-20s %9s\n", n, thousands(of(n)))
	}
	return nil
}

func (s *session) setParam(text string) error {
	if text == "" {
		for _, k := range sortedNames(s.opt.Params) {
			c, err := cell(s.opt.Params[k])
			if err != nil {
				return err
			}
			fmt.Fprintf(s.std.out, "  $%s = %s\n", k, c)
		}
		return nil
	}
	given, err := readParams([]string{text})
	for k, v := range given {
		s.opt.Params[k] = v
	}
	return err
}

func (s *session) setStatus(text string) error {
	var err error
	opt := s.opt
	if opt.Statuses, err = graph.ParseStatuses(words([]string{strings.TrimSpace(strings.TrimSuffix(text, "default"))})); err != nil {
		return err
	}
	fresh, err := newSession(s.reader, s.schema, opt, s.std)
	if err != nil {
		return err
	}
	fresh.g = s.g.With(opt.Statuses...)
	*s = *fresh
	return nil
}

// historyFile is where earlier queries are kept: MANDATE_HISTORY, or a file in the user's state folder; "" keeps none.
func historyFile() string {
	if path, ok := os.LookupEnv("MANDATE_HISTORY"); ok {
		return path
	}
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "mandate", "history")
}

func readHistory(line *liner.State, path string) {
	if f, err := os.Open(path); err == nil {
		_, _ = line.ReadHistory(f) // a history that cannot be read is as good as none
		_ = f.Close()
	}
}

// writeHistory keeps the history where only the user can read it: it tells what somebody looks into.
func writeHistory(line *liner.State, path string) error {
	if path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = line.WriteHistory(f)
	return errors.Join(err, f.Close())
}
