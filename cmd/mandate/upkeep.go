package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func checkVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "check",
		Usage: "look whether the store is sound, and repair it",
		Description: `Reads every file of the store against its checksums and every document as it was found, holds each quote
against the text, makes all indexes anew in a scratch folder (which needs about as much room as the store)
and compares them row by row. With --repair the indexes are made anew in the store; documents that cannot
be read are named and taken out, so that the next build reads them again. Where files are damaged, a new
store is made from the documents that are whole, the lost ones are named, and the damaged store is put
aside. The status is 1 when something is wrong and was not repaired.

Examples:
  mandate check
  mandate check --repair --db graph.db`,
		Flags: []cli.Flag{
			dbFlag(), &cli.BoolFlag{Name: "repair", Usage: "make anew what can be made anew"},
			&cli.StringFlag{Name: "scratch", Usage: "compare in `DIR` (default the system's folder for such files)"}, quietFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.Bool("quiet") {
				std.out = io.Discard
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runCheck(ctx, dbDir(c), c.String("scratch"), c.Bool("repair"), std.out)
		},
	}
}

func runCheck(ctx context.Context, db, scratch string, repair bool, out io.Writer) (err error) {
	st, err := openExisting(db, store.Options{})
	if err != nil {
		if repair && errors.Is(err, store.ErrDamaged) {
			return salvage(ctx, db, out)
		}
		return err
	}
	closed := false
	defer func() {
		if !closed {
			err = errors.Join(err, st.Close())
		}
	}()
	findings := 0
	n, err := st.Check(ctx, scratch, func(f store.Finding) {
		findings++
		where := f.Table
		if f.Document != "" {
			where = "document " + string(f.Document)
		}
		fmt.Fprintf(out, "%s: %s\n", clean(where), clean(f.What))
	})
	if repair && errors.Is(err, store.ErrDamaged) {
		closed = true
		_ = st.Close() // what it cannot write any more is damaged as well
		return salvage(ctx, db, out)
	}
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if findings == 0 {
		by := ""
		err := withSnapshot(st, func(g graph.Reader) error {
			kept, ok, err := g.(withTypes).Schema()
			if ok {
				by = fmt.Sprintf(", read by the schema %q", clean(kept.Name))
			}
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "The store %s is sound: %s, their quotes and all indexes were checked%s.\n", clean(db), plural(n, "document", "documents"), by)
		return err
	}
	if !repair {
		return fmt.Errorf("%s in the store %s: run `mandate check --repair`", plural(findings, "thing is wrong", "things are wrong"), db)
	}
	lost, err := st.Repair(ctx)
	if err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	for _, id := range lost {
		fmt.Fprintf(out, "taken out, build it again: %s\n", clean(string(id)))
	}
	_, err = fmt.Fprintf(out, "The store %s was repaired.\n", clean(db))
	return err
}

// salvage saves what is whole of a store with damaged files.
func salvage(ctx context.Context, db string, out io.Writer) error {
	sum, err := store.Salvage(ctx, db, store.Options{})
	if err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	for _, name := range sum.Files {
		fmt.Fprintf(out, "damaged: %s\n", clean(name))
	}
	for _, id := range sum.Lost {
		fmt.Fprintf(out, "lost, build it again: %s\n", clean(string(id)))
	}
	if sum.Unnamed > 0 {
		fmt.Fprintf(out, "lost without a trace of the name: %s\n", plural(sum.Unnamed, "document", "documents"))
	}
	_, err = fmt.Fprintf(out, "The store %s was made anew from what is whole: %s. The damaged one is in %s; delete it when all is\n"+
		"well. What was written last may be missing or as it was before: build again what changed, forget again what was forgotten.\n",
		clean(db), plural(sum.Kept, "document", "documents"), clean(sum.Aside))
	return err
}

func backupVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "backup",
		Usage:     "write the whole store to one file",
		ArgsUsage: "FILE",
		Description: `Writes documents, judgements and indexes to one compressed file with a checksum, or to standard output ("-").
Others may read the store meanwhile. The same graph makes the same bytes. ` + "`mandate restore`" + ` reads it.

Examples:
  mandate backup graph.mandate
  mandate backup - | ssh vault 'cat > graph.mandate'`,
		Flags: []cli.Flag{dbFlag(), quietFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usagef("backup", "name the file to write, or - for standard output")
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			if c.Bool("quiet") {
				std.err = io.Discard
			}
			return runBackup(ctx, dbDir(c), c.Args().First(), std)
		},
	}
}

func runBackup(ctx context.Context, db, file string, std streams) error {
	return withStored(db, func(r *store.Snapshot) error {
		if file == "-" {
			_, err := r.Backup(ctx, std.out)
			return err
		}
		f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
		if err != nil {
			return cannotWrite(file, filepath.Dir(file), err)
		}
		n, err := r.Backup(ctx, f)
		if err == nil {
			err = f.Sync()
		}
		if e := f.Close(); err == nil {
			err = e
		}
		if err == nil {
			err = os.Rename(f.Name(), file)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("backup %s: %w", file, err), os.Remove(f.Name()))
		}
		_, err = fmt.Fprintf(std.err, "wrote %s to %s\n", plural(n, "row", "rows"), clean(file))
		return err
	})
}

func restoreVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "restore",
		Usage:     "make a store from a backup",
		ArgsUsage: "FILE",
		Description: `Reads a file that ` + "`mandate backup`" + ` wrote, or standard input ("-"), and makes a new store of it. The store is
there only when the whole file was read and its checksum is right. One that exists is left alone.

Examples:
  mandate restore graph.mandate --db restored.db`,
		Flags: []cli.Flag{dbFlag(), quietFlag()},
		Action: func(c *cli.Context) (err error) {
			if c.NArg() == 0 {
				return usagef("restore", "name the backup to read, or - for standard input")
			}
			if c.NArg() > 1 {
				return usagef("restore", "name one backup to read; --db names the store to make")
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			in, name := std.in, c.Args().First()
			if name != "-" {
				f, err := os.Open(name)
				if err != nil {
					return fmt.Errorf("restore: %w: name a file that `mandate backup` wrote", err)
				}
				defer f.Close()
				in = f
			}
			n, err := store.Restore(ctx, dbDir(c), in, store.Options{})
			if err != nil {
				return fmt.Errorf("restore %s: %w", name, err)
			}
			if !c.Bool("quiet") {
				_, err = fmt.Fprintf(std.err, "restored %s to %s\n", plural(n, "row", "rows"), clean(dbDir(c)))
			}
			return err
		},
	}
}

func compactVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "compact",
		Usage: "give back the room of what was replaced and forgotten",
		Description: `Merges the files of the store. Nothing in the graph changes.

Examples:
  mandate compact --db graph.db`,
		Flags: []cli.Flag{dbFlag(), quietFlag()},
		Action: func(c *cli.Context) (err error) {
			st, err := openExisting(dbDir(c), store.Options{})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			before, err := st.Stats()
			if err != nil {
				return err
			}
			if err := st.Compact(); err != nil {
				return err
			}
			after, err := st.Stats()
			if err == nil && !c.Bool("quiet") {
				_, err = fmt.Fprintf(std.out, "%s before, %s after\n", size(before.Bytes), size(after.Bytes))
			}
			return err
		},
	}
}
