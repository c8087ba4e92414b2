// Package bundle is how formats of several files are written: as a zip archive, which can go down a pipe, or into a folder.
package bundle

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Create begins the next file. The one before is complete then.
type Create func(name string) (io.Writer, error)

// Zip writes the files as a zip archive. Times are left out: same files, same bytes.
func Zip(w io.Writer, files func(Create) error) error {
	z := zip.NewWriter(w)
	if err := files(z.Create); err != nil {
		return err
	}
	return z.Close()
}

// Folder writes the files into a folder that is there.
func Folder(dir string, files func(Create) error) error {
	var f *os.File
	var buf *bufio.Writer
	finish := func() error {
		if f == nil {
			return nil
		}
		return errors.Join(buf.Flush(), f.Close())
	}
	err := files(func(name string) (w io.Writer, err error) {
		if err := finish(); err != nil {
			return nil, err
		}
		if f, err = os.Create(filepath.Join(dir, name)); err != nil { //nolint:gosec // names are constants of the formats
			f = nil
			return nil, err
		}
		buf = bufio.NewWriterSize(f, 1<<16)
		return buf, nil
	})
	return errors.Join(err, finish())
}
