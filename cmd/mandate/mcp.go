package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web/assistant"
	"mandate/cmd/mandate/web/live"
	"mandate/graph"
	"mandate/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/urfave/cli/v2"
)

func mcpVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "mcp",
		Usage: "let an assistant look things up, over standard input and output",
		Description: `Speaks the Model Context Protocol with the program that started it, on standard input and output, until that
program closes the input. The tools are search, entity, neighbours, path, evidence and query; all of them only
read. Words of documents come back marked as quoted material.

The store is opened when something is asked and let go two seconds later, so that a build gets its turn.

Examples:
  mandate mcp --db ~/mandate.db
  mandate mcp --max-marking U

In the settings of an assistant:
  {"mcpServers": {"mandate": {"command": "mandate", "args": ["mcp", "--db", "/data/mandate.db"]}}}`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "max-marking", Usage: "show nothing that is marked higher than `MARK`, as in U, SBU, C, S"},
			schemaFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := noWords(c); err != nil {
				return err
			}
			opt := mcpOptions{dbDir(c), c.String("max-marking"), c.String("schema")}
			if opt.MaxMarking != "" && !graph.KnownMarking(opt.MaxMarking) {
				return usagef("mcp", "--max-marking %s: there are U, SBU, C, S and TS, and their long forms", opt.MaxMarking)
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runMCP(ctx, opt, std)
		},
	}
}

type mcpOptions struct {
	DB         string
	MaxMarking string
	Schema     string // file, "" for the built-in one
}

// nothingToClose makes the standard streams closable: that the input has ended says that the session has.
type nothingToClose struct{ io.Writer }

func (nothingToClose) Close() error { return nil }

func runMCP(ctx context.Context, opt mcpOptions, std streams) (err error) {
	sch, err := servedSchema(opt.Schema, opt.DB, std.err)
	if err != nil {
		return err
	}
	l, err := live.Open(opt.DB, live.Options{MaxMarking: opt.MaxMarking, Schema: sch, Procedures: ask.MeasureProcedures(sch)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	switch v, err := l.View(); {
	case err == nil:
		v.Release()
	case errors.Is(err, store.ErrInUse): // a build that will be done by and by
		fmt.Fprintf(std.err, "mandate: %v\n", err)
	default:
		return err
	}
	srv := assistant.New(l, assistant.Options{Version: readVersion().Version, Logger: slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	err = srv.Run(ctx, draining{&mcp.IOTransport{Reader: io.NopCloser(std.in), Writer: nothingToClose{std.out}}, ctx})
	if ctx.Err() != nil || errors.Is(err, io.EOF) { // told to end
		return nil
	}
	if err != nil {
		return fmt.Errorf("speak with the assistant: %w", err)
	}
	return nil
}
