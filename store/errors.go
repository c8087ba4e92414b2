package store

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// What can be wrong with a store as a whole. An [*Error] wraps one of them.
var (
	ErrInUse    = errors.New("the store is in use by another process")
	ErrNewer    = errors.New("the store was written by a newer version of mandate")
	ErrDamaged  = errors.New("the store is damaged")
	ErrFull     = errors.New("there is no room left to write the store")
	ErrNotStore = errors.New("this is not a mandate store")
	ErrMissing  = errors.New("there is no store")
	ErrReadOnly = errors.New("the store was opened for reading only")
	ErrClosed   = errors.New("the store was closed")
)

// Error says what is wrong with a store and what to do about it.
type Error struct {
	Kind error  // one of the errors above
	Dir  string // the folder of the store
	File string // the file that is damaged, "" not known
	PID  int    // the process that uses the store, 0 not known
	Err  error  // what was found, nil when Kind says it all
}

// Error is a sentence for the user.
func (e *Error) Error() string {
	why := ""
	if e.File != "" {
		why = e.File
	}
	if e.Err != nil {
		if why != "" {
			why += ": "
		}
		why += e.Err.Error()
	}
	if why != "" {
		why = " (" + strings.Join(strings.Fields(why), " ") + ")" // Badger's own may have several lines
	}
	switch {
	case errors.Is(e.Kind, ErrInUse):
		who := "another process"
		if e.PID > 0 {
			who = fmt.Sprintf("process %d", e.PID)
		}
		return fmt.Sprintf("the store %s is in use by %s: wait until it has ended, then try again", e.Dir, who)
	case errors.Is(e.Kind, ErrNewer):
		return fmt.Sprintf("the store %s was written by a newer version of mandate%s: use that version, or name another store with --db", e.Dir, why)
	case errors.Is(e.Kind, ErrDamaged):
		return fmt.Sprintf("the store %s is damaged%s: save what is whole with `mandate check --repair`, or put back a backup", e.Dir, why)
	case errors.Is(e.Kind, ErrFull):
		return fmt.Sprintf("there is no room left to write the store %s%s: make room and run the same command again; what was stored before is safe", e.Dir, why)
	case errors.Is(e.Kind, ErrNotStore):
		return fmt.Sprintf("%s is not a mandate store%s: it was left alone; name another folder with --db", e.Dir, why)
	case errors.Is(e.Kind, ErrMissing):
		return fmt.Sprintf("there is no store at %s: run `mandate build` first, or name another one with --db", e.Dir)
	}
	return fmt.Sprintf("the store %s: %v%s", e.Dir, e.Kind, why)
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

var badgerFile = regexp.MustCompile(`\d+\.(sst|vlog|mem)|MANIFEST|KEYREGISTRY|DISCARD`)

// explain makes an *Error of what Badger, the file system or a decoder reports, where it can. nil stays nil.
func explain(dir string, err error) error {
	var known *Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, graph.ErrNotFound):
		return err
	case isFull(err):
		return &Error{Kind: ErrFull, Dir: dir, Err: err}
	case errors.Is(err, badger.ErrDBClosed), errors.Is(err, badger.ErrBlockedWrites):
		return &Error{Kind: ErrClosed, Dir: dir}
	case errors.Is(err, badger.ErrReadOnlyTxn):
		return &Error{Kind: ErrReadOnly, Dir: dir}
	case strings.Contains(err.Error(), "Another process is using this Badger database"):
		return &Error{Kind: ErrInUse, Dir: dir, PID: lockHolder(dir)}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("store %s: %w: check the owner and mode of the folder and its files", dir, err)
	case errors.Is(err, errValue), errors.Is(err, badger.ErrTruncateNeeded), isDamage(err):
		return &Error{Kind: ErrDamaged, Dir: dir, File: badgerFile.FindString(err.Error()), Err: err}
	}
	return fmt.Errorf("store %s: %w", dir, err)
}

// isFull recognises a full disk, a quota and a limit on the size of files. Badger does not always wrap.
func isFull(err error) bool {
	for _, no := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}

// isDamage recognises Badger's reports of bytes that do not fit together.
func isDamage(err error) bool {
	msg := strings.ToLower(err.Error())
	for _, sign := range []string{"checksum", "corrupt", "failed to decode", "failed to read from file", "invalid header",
		"magic", "unexpected eof", "manifest", "does not exist for table", "value log", "initialize", "level validation", "eof"} {
		if strings.Contains(msg, sign) {
			return true
		}
	}
	return false
}

// guard turns a panic of Badger's, which it raises for some damaged files, into an error. Use it with defer.
func guard(dir string, err *error) {
	if r := recover(); r != nil {
		msg := fmt.Sprint(r)
		if i := strings.IndexByte(msg, '\n'); i >= 0 {
			msg = msg[:i]
		}
		*err = &Error{Kind: ErrDamaged, Dir: dir, File: badgerFile.FindString(fmt.Sprint(r)), Err: errors.New(msg)}
	}
}
