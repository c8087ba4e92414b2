// Command mandate-train learns the language models that mandate carries, and measures them.
package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"
)

func main() {
	app := &cli.App{
		Name:     "mandate-train",
		Usage:    "learn and measure the language models of mandate",
		Commands: []*cli.Command{trainCommand(), evalCommand(), tokenCommand(), vectorsCommand(), parserCommand(), exportCommand(), namesCommand(), phrasesCommand(), relationsCommand(), framesCommand(), marksCommand(), manifestCommand(), openieCommand()},
	}
	if err := app.Run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, "mandate-train:", err)
		os.Exit(1)
	}
}
