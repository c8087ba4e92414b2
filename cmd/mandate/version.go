package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

func versionVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "say which mandate this is",
		Description: `Says the version of the program, the revision it was built from and the Go that built it.

Examples:
  mandate version
  mandate version --json`,
		Flags: []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			if err := noWords(c); err != nil {
				return err
			}
			return runVersion(versionOptions{JSON: c.Bool("json")}, std.out)
		},
	}
}

type versionOptions struct {
	JSON bool
}

// buildVersion is what the Go tool chain recorded about this program.
type buildVersion struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified"` // the work tree had changes that were not committed
	Time     string `json:"time,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func readVersion() buildVersion {
	v := buildVersion{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.time":
			v.Time = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

func runVersion(opt versionOptions, out io.Writer) error {
	v := readVersion()
	if opt.JSON {
		return writeJSON(out, v)
	}
	line := "mandate " + v.Version
	if v.Revision != "" {
		line += " (" + v.Revision[:min(12, len(v.Revision))]
		if v.Modified {
			line += ", modified"
		}
		line += ")"
	}
	_, err := fmt.Fprintf(out, "%s %s %s\n", line, v.Go, v.Platform)
	return err
}

// noWords refuses arguments where there should be only flags.
func noWords(c *cli.Context) error {
	if c.NArg() > 0 {
		return usagef(c.Command.Name, "`mandate %s` takes no argument, but got %q", c.Command.Name, c.Args().First())
	}
	return nil
}
