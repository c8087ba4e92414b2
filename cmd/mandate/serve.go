package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web"
	"mandate/cmd/mandate/web/api"
	"mandate/cmd/mandate/web/assistant"
	"mandate/cmd/mandate/web/live"
	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

// defaultPort is where serve listens when it is free.
const defaultPort = 7474

// shortestToken is how many characters a token has at least: sixteen drawn at random cannot be guessed.
const shortestToken = 16

func serveVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "serve",
		Usage: "look around in the graph with a browser",
		Description: `Opens the graph to a browser on this computer: search, the pages of entities, edges and documents with the quote
behind each line, the graph as a picture, queries, gaps, conflicts and commitments. The address is written to
standard error. Ctrl-C ends it.

Only programs on this computer can reach it, and it changes nothing. With --edit, what you decide about entities
in the review pages is kept (mandate help judge); nothing else may use the store meanwhile. --listen opens it to
other computers, and needs a token that everyone who asks must give. Put it behind a server that speaks TLS
then: the token is readable on the way.

Examples:
  mandate serve
  mandate serve --edit --port 8000
  openssl rand -hex 24 > token && mandate serve --listen 0.0.0.0:7474 --token-file token --host graph.example.org
  mandate serve --mcp --max-marking U`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.IntFlag{Name: "port", Usage: "listen on port `N` of this computer, or the next that is free when none is named", Value: defaultPort},
			&cli.StringFlag{Name: "listen", Usage: "listen on `ADDRESS` instead, as in 192.0.2.1:7474; needs --token-file"},
			&cli.StringFlag{Name: "token-file", Usage: "whoever asks must give the token in `FILE`"},
			&cli.StringSliceFlag{Name: "host", Usage: "answer under this `NAME`, too (more than once, or with commas, for several)"},
			&cli.BoolFlag{Name: "edit", Usage: "let people judge"},
			&cli.StringFlag{Name: "max-marking", Usage: "show nothing that is marked higher than `MARK`, as in U, SBU, C, S"},
			&cli.BoolFlag{Name: "mcp", Usage: "let assistants look things up at /mcp (mandate help mcp)"},
			&cli.BoolFlag{Name: "log-queries", Usage: "write what is asked for into the log, searches and names of documents included"},
			schemaFlag(), &cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say nothing but the address and errors"},
		},
		Action: func(c *cli.Context) error {
			if err := noWords(c); err != nil {
				return err
			}
			opt := serveOptions{
				DB: dbDir(c), Port: c.Int("port"), Next: !c.IsSet("port"), Listen: c.String("listen"), TokenFile: c.String("token-file"),
				Hosts: words(c.StringSlice("host")), Edit: c.Bool("edit"), MaxMarking: c.String("max-marking"),
				LogQueries: c.Bool("log-queries"), MCP: c.Bool("mcp"), Schema: c.String("schema"), Quiet: c.Bool("quiet"),
			}
			if err := opt.check(); err != nil {
				return err
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runServe(ctx, opt, std)
		},
	}
}

type serveOptions struct {
	DB         string
	Port       int
	Next       bool // take the next free port
	Listen     string
	TokenFile  string
	Hosts      []string
	Edit       bool
	MaxMarking string
	LogQueries bool
	MCP        bool
	Schema     string
	Quiet      bool
}

func (opt *serveOptions) check() error {
	switch {
	case opt.Port < 0 || opt.Port > 65535:
		return usagef("serve", "--port %d: ports go from 0 to 65535", opt.Port)
	case opt.Listen != "" && !opt.Next:
		return usagef("serve", "--listen names the port as well: leave --port out")
	case opt.Listen != "" && opt.TokenFile == "":
		return usagef("serve", "--listen opens the store to whoever reaches that address: give a token with --token-file, made for example by `openssl rand -hex 24 > token`; for this computer alone, --port is enough")
	case opt.MaxMarking != "" && !graph.KnownMarking(opt.MaxMarking):
		return usagef("serve", "--max-marking %s: there are U, SBU, C, S and TS, and their long forms", opt.MaxMarking)
	case opt.MaxMarking != "" && opt.Edit:
		return usagef("serve", "--edit and --max-marking do not go together: judgements name entities whatever their marking")
	}
	return nil
}

// readToken reads the token that everyone must give.
func readToken(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	token := strings.TrimSpace(string(b))
	if len(token) < shortestToken || strings.ContainsAny(token, " \t\r\n") {
		return "", usagef("serve", "%s: a token is one word of at least %d characters, made for example by `openssl rand -hex 24`", path, shortestToken)
	}
	return token, nil
}

// listen opens the port.
func (opt *serveOptions) listen() (net.Listener, error) {
	if opt.Listen != "" {
		l, err := net.Listen("tcp", opt.Listen)
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", opt.Listen, err)
		}
		return l, nil
	}
	for port := opt.Port; ; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		switch {
		case err == nil:
			return l, nil
		case errors.Is(err, syscall.EADDRINUSE) && opt.Next && port < opt.Port+50:
		case errors.Is(err, syscall.EADDRINUSE):
			return nil, fmt.Errorf("port %d is in use: name another with --port, or none for the next free one", port)
		default:
			return nil, fmt.Errorf("listen on port %d: %w", port, err)
		}
	}
}

// openedLive is the store as the server has it.
type openedLive struct {
	*live.Live
	store *store.Store // nil when Live opens and lets go of it by itself
}

// openLive opens the store: for writing when people may judge, else so that a build gets its turn when nobody asks.
func openLive(opt serveOptions, how live.Options) (*openedLive, error) {
	if !opt.Edit {
		l, err := live.Open(opt.DB, how)
		return &openedLive{l, nil}, err
	}
	st, err := openExisting(opt.DB, store.Options{Cache: live.Cache})
	if err != nil {
		return nil, err
	}
	l, err := live.New(st, how)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &openedLive{l, st}, nil
}

func (l *openedLive) close() error {
	err := l.Close()
	if l.store != nil {
		err = errors.Join(err, l.store.Close())
	}
	return err
}

func runServe(ctx context.Context, opt serveOptions, std streams) (err error) {
	sch, err := servedSchema(opt.Schema, opt.DB, std.err)
	if err != nil {
		return err
	}
	token, err := readToken(opt.TokenFile)
	if err != nil {
		return err
	}
	l, err := openLive(opt, live.Options{MaxMarking: opt.MaxMarking, Schema: sch, Procedures: ask.MeasureProcedures(sch)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	logger := slog.New(slog.DiscardHandler)
	if !opt.Quiet {
		logger = slog.New(slog.NewTextHandler(std.err, nil))
	}
	answers, err := api.New(l.store, api.Options{Edit: opt.Edit, Live: l.Live, Version: readVersion().Version, Logger: logger})
	if err != nil {
		return err
	}
	doors := map[string]http.Handler{}
	if opt.MCP {
		if doors["/mcp"], err = assistant.Handler(l.store, assistant.Options{Live: l.Live, Version: readVersion().Version}); err != nil {
			return err
		}
	}
	srv, err := web.New(web.Options{
		Live: l.Live, API: answers, Doors: doors, Questions: questions, Edit: opt.Edit, Token: token, Hosts: opt.Hosts, Name: opt.DB,
		Version: readVersion().Version, Logger: logger, LogQueries: opt.LogQueries,
	})
	if err != nil {
		return err
	}
	if err := srv.Warm(); err != nil {
		return err
	}
	port, err := opt.listen()
	if err != nil {
		return err
	}
	fmt.Fprintf(std.err, "The graph is at http://%s/ (Ctrl-C ends it)\n", port.Addr())
	return srv.Run(ctx, port)
}
