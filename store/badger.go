package store

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// badgerOptions keep memory low at full speed. Compression is ZSTD level 1 in blocks of 16 KiB. What takes memory is
// making tables: the whole of a memtable when it is flushed and a dozen tables at once in a compaction, each with room
// for the worst result of compression. So memtables and tables are small (with 32 MiB the writing was no
// faster). Four memtables pile up before they are merged: with ten, what was replaced took a fifth of the disk, at
// the same speed. Merging them begins a level higher only where a level has 64 MiB: with Badger's 10, a store of 100,000
// documents had one level more, for a sixth more processor time.
//
// Values stay under the default threshold of 1 MiB, so the value log stays empty; its size is only that of a file set
// aside. Blocks are checked against their checksums when read. There is one writer, so conflicts need not be looked for.
func badgerOptions(dir string, opt Options) badger.Options {
	o := badger.DefaultOptions(dir).
		WithCompression(options.ZSTD).WithZSTDCompressionLevel(1).WithBlockSize(16 << 10).
		WithMemTableSize(memTableSize).WithNumMemtables(2).WithNumCompactors(2).
		WithBaseTableSize(512 << 10).WithBaseLevelSize(64 << 20).WithNumLevelZeroTables(4).WithNumLevelZeroTablesStall(12).
		WithBlockCacheSize(cmp.Or(opt.Cache, 48<<20)).WithIndexCacheSize(32 << 20).
		WithValueLogFileSize(4 << 20).
		WithChecksumVerificationMode(options.OnBlockRead).
		WithDetectConflicts(false).
		WithMetricsEnabled(false).
		WithSyncWrites(false).
		WithReadOnly(opt.ReadOnly && runtime.GOOS != "windows"). // Badger refuses it there
		WithLogger(&badgerLog{opt.Logger})
	if opt.InMemory {
		o = o.WithDir("").WithValueDir("").WithInMemory(true).WithMemTableSize(8 << 20).WithBlockCacheSize(1 << 20).WithIndexCacheSize(1 << 20)
	}
	return o
}

const memTableSize = 16 << 20

// badgerLog passes Badger's messages on: its errors as warnings (what matters to the user is returned), the rest as
// debugging.
type badgerLog struct{ to *slog.Logger }

func (l *badgerLog) log(level slog.Level, format string, args []any) {
	if l.to != nil && l.to.Enabled(context.Background(), level) {
		l.to.Log(context.Background(), level, "badger: "+strings.TrimSpace(fmt.Sprintf(format, args...)))
	}
}

func (l *badgerLog) Errorf(format string, args ...any)   { l.log(slog.LevelWarn, format, args) }
func (l *badgerLog) Warningf(format string, args ...any) { l.log(slog.LevelDebug, format, args) }
func (l *badgerLog) Infof(format string, args ...any)    { l.log(slog.LevelDebug, format, args) }
func (l *badgerLog) Debugf(format string, args ...any)   { l.log(slog.LevelDebug, format, args) }
