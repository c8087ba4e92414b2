package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// formatVersion is the version of the layout of keys and values. Raise it when a store written before cannot be read
// by the code after, write a line of history, and write a migration.
//
//	1  the first: tables m d p c a t e y f o i s n w, values with version byte 1
//	2  linking across documents: tables k b l h j, sketches in passages, evidence and relations; a document has a row in
//	   table n for an entity also where it has no mention. From 1: the views are made anew.
//	3  rows of statements without the quotes that stand in the text; texts in smaller chunks, short ones plain. From 2: the
//	   views are made anew, texts stay as they are.
const formatVersion = 3

// markFile makes a folder a store: it is written before anything else, so that no other folder is mistaken for one.
// It says in words what the folder is, and in which format.
const markFile = "MANDATE"

const markText = "This folder is a store of mandate. Do not change the files in it.\nformat "

func writeMark(dir string) error {
	return writeFileSynced(filepath.Join(dir, markFile), []byte(markText+strconv.Itoa(formatVersion)+"\n"))
}

// checkFolder says whether dir holds a store. An empty or missing folder holds none; any other folder without the mark
// is an error, and so is a store of a newer format.
func checkFolder(dir string) (exists bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		if info, e := os.Stat(dir); e == nil && !info.IsDir() {
			return false, &Error{Kind: ErrNotStore, Dir: dir, Err: errors.New("it is a file")}
		}
		return false, explain(dir, err)
	case len(entries) == 0:
		return false, nil
	}
	text, err := os.ReadFile(filepath.Join(dir, markFile))
	if errors.Is(err, fs.ErrNotExist) {
		why := "the folder holds other files, " + entries[0].Name() + " for one"
		if _, e := os.Stat(filepath.Join(dir, "MANIFEST")); e == nil {
			why = "it looks like the Badger database of another program, or the file " + markFile + " was deleted"
		}
		return false, &Error{Kind: ErrNotStore, Dir: dir, Err: errors.New(why)}
	}
	if err != nil {
		return false, explain(dir, err)
	}
	v, err := parseMark(string(text))
	if err != nil {
		return false, &Error{Kind: ErrDamaged, Dir: dir, File: markFile, Err: err}
	}
	return true, checkVersion(dir, v)
}

func parseMark(text string) (version int, err error) {
	rest, ok := strings.CutPrefix(text, markText)
	if ok {
		rest, ok = strings.CutSuffix(rest, "\n")
	}
	if ok {
		version, err = strconv.Atoi(rest)
	}
	if !ok || err != nil || version < 1 {
		return 0, errors.New("it does not say which format the store has")
	}
	return version, nil
}

func checkVersion(dir string, v int) error {
	if v > formatVersion {
		return &Error{Kind: ErrNewer, Dir: dir, Err: fmt.Errorf("format %d, this one knows up to %d", v, formatVersion)}
	}
	return nil
}

// writeFileSynced writes a file so that it is there whole, or not at all, after a loss of power.
func writeFileSynced(path string, data []byte) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp)
		return err
	}
	return syncPath(filepath.Dir(path))
}

// syncPath brings a file, or the entries of a folder, onto the disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
