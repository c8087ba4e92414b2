package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/klauspost/compress/zstd"
)

// A backup is a line that says what it is, then, compressed with zstd, the rows in order of their keys (length of key,
// key, length of value, value), and at the end a key of length 0, the number of rows and the SHA-256 of all before. The
// same graph makes the same bytes.
const backupLine = "mandate backup 1\n"

// errBackup is wrapped by errors that say that a backup is not whole.
var errBackup = errors.New("this is not a whole backup")

// Backup writes all that the snapshot holds. It returns the number of rows.
func (r *Snapshot) Backup(ctx context.Context, w io.Writer) (n int, err error) {
	if _, err := io.WriteString(w, backupLine); err != nil {
		return 0, err
	}
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, z.Close()) }()
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(z, sum), 64<<10)
	err = r.do(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			key := it.Item().Key()
			if key[0] == tableLog {
				continue
			}
			n++
			err := it.Item().Value(func(value []byte) error {
				var length [2 * binary.MaxVarintLen64]byte
				b := binary.AppendUvarint(length[:0], uint64(len(key)))
				out.Write(b)
				out.Write(key)
				out.Write(binary.AppendUvarint(length[:0], uint64(len(value))))
				_, err := out.Write(value)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	if _, err := out.Write(binary.AppendUvarint([]byte{0}, uint64(n))); err != nil {
		return n, err
	}
	if err := out.Flush(); err != nil {
		return n, err
	}
	_, err = z.Write(sum.Sum(nil))
	return n, err
}

// Restore makes a store in folder dir, which must be missing or empty, from a backup. It is there only when the whole
// backup was read and its checksum is right. It returns the number of rows.
func Restore(ctx context.Context, dir string, from io.Reader, opt Options) (n int, err error) {
	exists, err := checkFolder(dir)
	if err != nil {
		return 0, err
	}
	if exists {
		return 0, fmt.Errorf("the store %s exists: name a folder that does not with --db, or move it away", dir)
	}
	in := bufio.NewReaderSize(from, 64<<10)
	line, err := in.ReadString('\n')
	if line != backupLine {
		return 0, errors.Join(fmt.Errorf("%w: it does not begin with the line %q", errBackup, backupLine), ignoreEOF(err))
	}
	tmp := filepath.Clean(dir) + ".restoring"
	if err := os.RemoveAll(tmp); err != nil {
		return 0, err
	}
	if n, err = restoreRows(ctx, tmp, in, opt); err != nil {
		return n, errors.Join(err, os.RemoveAll(tmp))
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) { // an empty folder
		return n, err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return n, err
	}
	return n, syncPath(filepath.Dir(filepath.Clean(dir)))
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func restoreRows(ctx context.Context, dir string, in io.Reader, opt Options) (n int, err error) {
	if err := create(dir); err != nil {
		return 0, err
	}
	defer guard(dir, &err)
	db, err := badger.Open(badgerOptions(dir, opt))
	if err != nil {
		return 0, explain(dir, err)
	}
	s := &Store{dir: dir, opt: opt, db: db, pool: unpool(db)}
	defer func() {
		if err = errors.Join(err, s.closeDB()); err == nil {
			err = writeClean(dir)
		}
		if !errors.Is(err, errBackup) { // the file is at fault, not the store that is being made of it
			err = explain(dir, err)
		}
	}()
	z, err := zstd.NewReader(in)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	rows := &backupReader{in: bufio.NewReaderSize(z, 64<<10), sum: sha256.New()}
	w := s.bulk()
	defer w.discard()
	for size := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		key, value, err := rows.next(n)
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("it ends in the middle")
			}
			return n, fmt.Errorf("%w: %w; copy it anew, or make another with `mandate backup`", errBackup, err)
		}
		if key == nil {
			break
		}
		if bytes.Equal(key, makeMetaKey("format")) {
			if v := 0; eachTop(value, func(f field) error { v = f.int(); return nil }) != nil || checkVersion(dir, v) != nil {
				return n, checkVersion(dir, v)
			}
		}
		if err := w.write(key, value); err != nil {
			return n, err
		}
		if size += len(key) + len(value); size > 8<<20 {
			size = 0
			if err := s.checkSpace(nil); err != nil {
				return n, err
			}
		}
	}
	if err := w.commit(); err != nil {
		return n, err
	}
	return n, s.sync()
}

// backupReader reads the rows of a backup.
type backupReader struct {
	in  *bufio.Reader
	sum hash.Hash
}

// ReadByte reads one byte into the sum.
func (b *backupReader) ReadByte() (byte, error) {
	c, err := b.in.ReadByte()
	if err == nil {
		b.sum.Write([]byte{c})
	}
	return c, err
}

func (b *backupReader) bytes() ([]byte, error) {
	n, err := binary.ReadUvarint(b)
	if err != nil {
		return nil, err
	}
	if n > 64<<20 {
		return nil, fmt.Errorf("a row of %d bytes", n)
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(b.in, data); err != nil {
		return nil, err
	}
	b.sum.Write(data)
	return data, nil
}

// next is the next row; key is nil at the end, when number and sum are as written.
func (b *backupReader) next(have int) (key, value []byte, err error) {
	if key, err = b.bytes(); err != nil {
		return nil, nil, err
	}
	if len(key) > 0 {
		value, err = b.bytes()
		return key, value, err
	}
	n, err := binary.ReadUvarint(b)
	if err != nil {
		return nil, nil, err
	}
	want := make([]byte, sha256.Size)
	got := b.sum.Sum(nil)
	if _, err := io.ReadFull(b.in, want); err != nil {
		return nil, nil, err
	}
	if int(n) != have || !bytes.Equal(want, got) {
		return nil, nil, errors.New("number of rows or checksum is not as written")
	}
	if _, err := b.in.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, nil, errors.New("something follows after its end")
	}
	return nil, nil, nil
}
