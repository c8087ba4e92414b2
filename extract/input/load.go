package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Load reads a source whole, decompressed. What cannot be read, is empty or exceeds Options.MaxBytes gives a *[Skip].
// Parse hashes the bytes.
func (s Source) Load(opt Options) ([]byte, error) {
	limit := opt.maxBytes()
	if s.Size > limit && !strings.HasSuffix(strings.ToLower(s.Name), ".gz") {
		return nil, s.tooLarge(fmt.Sprintf("%s is", sizeText(s.Size)), limit)
	}
	rc, err := s.Open()
	if err != nil {
		return nil, s.failed(err)
	}
	defer rc.Close() //nolint:errcheck // only read from
	var buf bytes.Buffer
	if s.Size > 0 && s.Size <= limit {
		buf.Grow(int(s.Size) + bytes.MinRead)
	}
	n, err := io.Copy(&buf, io.LimitReader(rc, limit+1))
	if n > limit {
		return nil, s.tooLarge("it is", limit)
	}
	if err != nil {
		return nil, s.failed(err)
	}
	return buf.Bytes(), nil
}

func (s Source) tooLarge(what string, limit int64) error {
	return &Skip{Name: s.Name, Reason: fmt.Sprintf("%s more than the limit of %s for one document: raise it with --max-size", what, sizeText(limit))}
}

// failed turns an error of opening or reading into a reason.
func (s Source) failed(err error) error {
	var skip *Skip
	if errors.As(err, &skip) {
		return &Skip{Name: s.Name, Reason: skip.Reason, Err: skip.Err}
	}
	why := "it cannot be read"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		why = "it was there when the folder was listed and is gone now"
	case errors.Is(err, fs.ErrPermission):
		why = "it may not be read: check its permissions"
	case errors.Is(err, io.ErrUnexpectedEOF), isDamage(err):
		why = "the compressed data is damaged or cut short"
	}
	return &Skip{Name: s.Name, Reason: why, Err: err}
}

// sizeText writes a number of bytes for people.
func sizeText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0 || n >= 10<<30:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%.4g MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.4g KiB", float64(n)/(1<<10))
	}
	return count(int(n), "byte")
}
