package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"time"

	"mandate/export"
	"mandate/export/neo4j"
	"mandate/graph"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

func pushVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "push",
		Usage:     "send the graph to a running Neo4j, or another server that speaks Bolt",
		ArgsUsage: "URL",
		Description: `Sends nodes and relationships in batches. They are merged by their identifier ("id", of nodes with the label
Entity), so pushing again changes nothing, and a push that broke off is simply repeated. What was pushed
before and is no longer in the graph stays in the database. The schemes of URL:
  bolt, neo4j            one server, a cluster; not encrypted
  bolt+s, neo4j+s        encrypted, with a certificate that this machine trusts, or that --ca FILE holds
  bolt+ssc, neo4j+ssc    encrypted, with any certificate

The password is never part of the command line: it comes from --password-file FILE ("-" is standard input),
from the environment variable NEO4J_PASSWORD, or is asked for on a terminal. Without a user, none is logged in.

Examples:
  NEO4J_PASSWORD=… mandate push bolt://localhost --user neo4j
  mandate push neo4j+s://graph.example.org --user editor --password-file secret.txt --database policy
  mandate push bolt://localhost --types Agency,Program,LEADS --status asserted`,
		Flags: append([]cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "user", Usage: "log in as `NAME`", EnvVars: []string{"NEO4J_USERNAME"}},
			&cli.StringFlag{Name: "password-file", Usage: "read the password from the first line of `FILE`"},
			&cli.StringFlag{Name: "database", Usage: "send to the database `NAME`; without it, to the user's own", EnvVars: []string{"NEO4J_DATABASE"}},
			&cli.StringFlag{Name: "ca", Usage: "trust the certificates in `FILE` (PEM), for +s"},
			&cli.IntFlag{Name: "batch", Usage: "`N` rows in a transaction", Value: neo4j.Batch},
			&cli.DurationFlag{Name: "timeout", Usage: "give up after `TIME` without an answer (default 30s)", Value: 30 * time.Second},
			&cli.BoolFlag{Name: "no-constraint", Usage: "do not make ids unique first (for servers that are not Neo4j 5)"},
			quietFlag(),
		}, partFlags()...),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usagef("push", "name the server to send to, as in bolt://localhost:7687")
			}
			p, err := readPart(c)
			if err != nil {
				return err
			}
			opt := pushOptions{
				part: p, URL: c.Args().First(), User: c.String("user"), Database: c.String("database"), CA: c.String("ca"),
				Batch: c.Int("batch"), Timeout: c.Duration("timeout"), Constrain: !c.Bool("no-constraint"), Quiet: c.Bool("quiet"),
			}
			if err := opt.check(); err != nil {
				return err
			}
			if opt.password, err = readPassword(opt.User, c.String("password-file"), std); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context, os.Interrupt)
			defer stop()
			return runPush(ctx, opt, std)
		},
	}
}

type pushOptions struct {
	part
	URL, User, Database string
	password            string
	CA                  string // file, "" for the authorities that the machine trusts
	Batch               int
	Timeout             time.Duration
	Constrain           bool
	Quiet               bool
}

var boltSchemes = map[string]bool{"bolt": true, "bolt+s": true, "bolt+ssc": true, "neo4j": true, "neo4j+s": true, "neo4j+ssc": true}

// check refuses what the driver would not understand, and passwords on the command line.
func (opt *pushOptions) check() error {
	u, err := url.Parse(opt.URL)
	switch {
	case err != nil || u.Host == "" && !boltSchemes[u.Scheme]:
		return usagef("push", "%q is not the URL of a server: write it as bolt://localhost:7687", clean(redact(opt.URL)))
	case u.User != nil:
		return usagef("push", "a user or password in the URL can be read by others on this machine: give --user, and --password-file or NEO4J_PASSWORD")
	case u.Scheme == "http" || u.Scheme == "https":
		return usagef("push", "%s is the address of Neo4j's web page; Bolt is at bolt://%s:7687", opt.URL, u.Hostname())
	case !boltSchemes[u.Scheme]:
		return usagef("push", "unknown scheme %q: expected bolt, bolt+s, bolt+ssc, neo4j, neo4j+s or neo4j+ssc", u.Scheme)
	case u.Host == "":
		return usagef("push", "%s names no server: write it as %s://localhost:7687", opt.URL, u.Scheme)
	case opt.CA != "" && !strings.HasSuffix(u.Scheme, "+s"):
		return usagef("push", "--ca %s: %s checks no certificate; bolt+s and neo4j+s do", opt.CA, u.Scheme)
	case opt.Batch < 1:
		return usagef("push", "--batch %d: a batch has at least one row", opt.Batch)
	case opt.Timeout <= 0:
		return usagef("push", "--timeout %s: the time must be more than nothing", opt.Timeout)
	}
	return nil
}

// redact takes what stands before an @ out of a URL that is shown.
func redact(s string) string {
	if i := strings.LastIndex(s, "@"); i >= 0 {
		return "…" + s[i:]
	}
	return s
}

// readPassword finds the password where it may be: file, environment, terminal.
func readPassword(user, file string, std streams) (string, error) {
	switch {
	case user == "" && file != "":
		return "", usagef("push", "--password-file without --user: say who logs in")
	case user == "":
		return "", nil
	case file == "-":
		return firstLine(std.in)
	case file != "":
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("cannot read the password: %w", err)
		}
		defer func() { _ = f.Close() }() // only read
		return firstLine(f)
	}
	if p, ok := os.LookupEnv("NEO4J_PASSWORD"); ok {
		return p, nil
	}
	in, ok := std.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) { //nolint:gosec // a descriptor fits an int
		return "", usagef("push", "--user %s needs a password: set NEO4J_PASSWORD or give --password-file FILE", user)
	}
	fmt.Fprintf(std.err, "Password of %s: ", clean(user))
	b, err := term.ReadPassword(int(in.Fd())) //nolint:gosec // as above
	fmt.Fprintln(std.err)
	return string(b), err
}

func runPush(ctx context.Context, opt pushOptions, std streams) (err error) {
	settings, err := opt.settings()
	if err != nil {
		return err
	}
	auth := driver.NoAuth()
	if opt.User != "" {
		auth = driver.BasicAuth(opt.User, opt.password, "")
	}
	server, err := driver.NewDriverWithContext(opt.URL, auth, settings)
	if err != nil {
		return usagef("push", "%s: %v", opt.URL, err)
	}
	defer func() { err = errors.Join(err, server.Close(context.WithoutCancel(ctx))) }()
	return opt.open(ctx, func(g graph.Reader, how export.Options) error {
		hello, cancel := context.WithTimeout(ctx, opt.Timeout)
		defer cancel()
		if err := server.VerifyConnectivity(hello); err != nil {
			return opt.explain(err)
		}
		session := server.NewSession(ctx, driver.SessionConfig{AccessMode: driver.AccessModeWrite, DatabaseName: opt.Database})
		defer func() { _ = session.Close(context.WithoutCancel(ctx)) }() // everything has been committed by then, or failed
		if opt.Constrain {
			if err := neo4j.Constrain(ctx, session); err != nil {
				return fmt.Errorf("make ids unique in the database (--no-constraint leaves it out): %w", opt.explain(err))
			}
		}
		bar := opt.bar(std)
		sent, err := neo4j.Push(ctx, session, g, how, opt.Batch, bar)
		bar(neo4j.Sent{Nodes: -1})
		what := fmt.Sprintf("%s and %s", plural(sent.Nodes, "node", "nodes"), plural(sent.Relationships, "relationship", "relationships"))
		switch {
		case err != nil && ctx.Err() != nil:
			return interruptedError{what + " had been sent; pushing again completes them"}
		case err != nil:
			return fmt.Errorf("%w (%s had been sent; pushing again completes them)", opt.explain(err), what)
		}
		if !opt.Quiet {
			fmt.Fprintf(std.err, "%s merged at %s\n", what, opt.URL)
		}
		return nil
	})
}

// settings bound every wait of the driver, so that a server that is silent does not hang the program.
func (opt *pushOptions) settings() (func(*config.Config), error) {
	var tlsConfig *tls.Config
	if opt.CA != "" {
		pem, err := os.ReadFile(opt.CA)
		if err != nil {
			return nil, fmt.Errorf("cannot read the certificates: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate in PEM form", opt.CA)
		}
		tlsConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return func(c *config.Config) {
		c.TlsConfig = tlsConfig
		c.SocketConnectTimeout, c.ConnectionAcquisitionTimeout, c.MaxTransactionRetryTime = opt.Timeout, opt.Timeout, opt.Timeout
		c.MaxConnectionPoolSize = 1
		c.UserAgent = "mandate"
		c.TelemetryDisabled = true
	}, nil
}

// bar shows on a terminal how much has been sent; fewer than no nodes end it.
func (opt *pushOptions) bar(std streams) func(neo4j.Sent) {
	if opt.Quiet || !onTerminal(std.err) {
		return func(neo4j.Sent) {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(std.err), progressbar.OptionClearOnFinish(),
		progressbar.OptionUseANSICodes(os.Getenv("NO_COLOR") == ""), progressbar.OptionThrottle(progressEvery))
	return func(s neo4j.Sent) {
		if s.Nodes < 0 {
			_ = bar.Finish()
			return
		}
		bar.Describe(fmt.Sprintf("%d nodes, %d relationships", s.Nodes, s.Relationships))
		_ = bar.Set(s.Nodes + s.Relationships) // a bar that cannot be drawn must not stop the push
	}
}

// explain says what to do about the failures that users meet.
func (opt *pushOptions) explain(err error) error {
	var said *driver.Neo4jError
	switch {
	case errors.As(err, &said) && strings.Contains(said.Code, ".Security.") && opt.User == "":
		return fmt.Errorf("%s wants a user: give --user, and --password-file or NEO4J_PASSWORD (%w)", opt.URL, err)
	case errors.As(err, &said) && strings.Contains(said.Code, ".Security."):
		return fmt.Errorf("%s refuses user %s: check the password, and what the user may do (%w)", opt.URL, opt.User, err)
	case errors.As(err, &said) && strings.Contains(said.Code, "DatabaseNotFound"):
		return fmt.Errorf("%s has no database %q: check --database (%w)", opt.URL, opt.Database, err)
	case errors.As(err, &said):
		return fmt.Errorf("%s answers: %w", opt.URL, err)
	case strings.Contains(err.Error(), "failed to verify certificate"): // the driver keeps only the words
		return fmt.Errorf("%s has a certificate that is not trusted: give --ca FILE, or bolt+ssc or neo4j+ssc to take any (%w)", opt.URL, err)
	case driver.IsConnectivityError(err) || errors.Is(err, context.DeadlineExceeded):
		scheme := "bolt+s or neo4j+s if it is encrypted"
		if strings.Contains(opt.URL, "+s") {
			scheme = "bolt or neo4j if it is not encrypted"
		}
		return fmt.Errorf("cannot reach %s: check that the server runs there, that it speaks Bolt (port 7687), and the scheme (%s): %w", opt.URL, scheme, err)
	}
	return err
}

// firstLine is the first line of a file that holds a password.
func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 1<<16)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("cannot read the password: %w", bareError(err))
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("cannot read the password: the first line is empty")
	}
	return line, nil
}
