// Command mandate reads documents on public matters and builds a knowledge graph in which every edge leads back to the
// words that say it.
//
// Run `mandate help` for the verbs and `mandate help VERB` for one of them. Data goes to standard output, everything
// else to standard error. The exit status is 0 when all went well, 1 when it failed, 2 when the command line is wrong,
// 3 when it finished but some input was skipped, and 130 when it was interrupted.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"
)

// verbs is the table of what mandate can do, in the order in which help shows it.
func verbs(std streams) []*cli.Command {
	return []*cli.Command{
		buildVerb(std),
		showVerb(std),
		dossierVerb(std),
		listVerb(std),
		exportVerb(std),
		importVerb(std),
		pushVerb(std),
		queryVerb(std),
		diagramVerb(std),
		serveVerb(std),
		mcpVerb(std),
		analyzeVerb(std),
		diffVerb(std),
		parseVerb(std),
		schemaVerb(std),
		evalVerb(std),
		forgetVerb(std),
		reviewVerb(std),
		judgeVerb(std),
		checkVerb(std),
		backupVerb(std),
		restoreVerb(std),
		compactVerb(std),
		versionVerb(std),
		completionVerb(std),
		cypherVerb(std),
	}
}

// streams are the three standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	os.Exit(run(context.Background(), os.Args, streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run is the whole program: it returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	app := newApp(std)
	args, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	return report(err, std)
}

func newApp(std streams) *cli.App {
	cli.FlagStringer = flagLine
	app := &cli.App{
		Name:  "mandate",
		Usage: "build a knowledge graph with evidence from documents on public matters",
		Description: "mandate reads plain text, Markdown, HTML and diplomatic cables, finds the agencies, laws, programs, regions,\n" +
			"issues and groups they name, and who does what to whom. Every edge keeps the sentences that say it.",
		Commands:                  verbs(std),
		CustomAppHelpTemplate:     appHelp,
		EnableBashCompletion:      true,
		HideHelpCommand:           true, // arrange does it
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		Reader:                    std.in,
		Writer:                    std.out,
		ErrWriter:                 std.err,
		ExitErrHandler:            func(*cli.Context, error) {}, // report does it
		OnUsageError:              func(_ *cli.Context, err error, _ bool) error { return usagef("", "%v", err) },
		Action:                    cli.ShowAppHelp,
	}
	for _, verb := range app.Commands {
		verb.CustomHelpTemplate = verbHelp
		verb.HideHelpCommand = true
		verb.OnUsageError = func(c *cli.Context, err error, _ bool) error { return usagef(c.Command.Name, "%v", err) }
	}
	return app
}

// interruptedError says that the user stopped the run.
type interruptedError struct{ done string }

func (e interruptedError) Error() string { return "interrupted: " + e.done }

// skippedError says that the run finished but left some input out.
type skippedError struct{ count int }

func (e skippedError) Error() string {
	return fmt.Sprintf("%s skipped; the reasons stand above", plural(e.count, "input was", "inputs were"))
}
