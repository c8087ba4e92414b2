package input

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// Limits against archives made to fill a machine. Text compresses 3 to 10 times, a page of blanks perhaps 100 times;
// deflate can reach 1032.
const (
	maxRatio     = 250
	ratioFloor   = 1 << 20 // below this size any ratio is harmless
	totalFactor  = 64      // an archive may hold this many times the limit for one document
	maxMembers   = 200_000
	nestedReason = "it is an archive within an archive: unpack the outer one first"
)

func isZipName(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".zip") }

// archiveSuffixes name what counts as an archive within an archive.
var archiveSuffixes = []string{".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar"}

// archive lists the members of a ZIP file.
func (l *lister) archive(p, name string) {
	zr, err := zip.OpenReader(p)
	if err != nil {
		why := "the ZIP archive is damaged or cut short"
		if !isDamage(err) && !errors.Is(err, io.ErrUnexpectedEOF) {
			why = statReason(err)
		}
		l.skip(name, why, err)
		return
	}
	defer zr.Close() //nolint:errcheck // only read from
	info, err := os.Stat(p)
	if err != nil {
		l.skip(name, statReason(err), err)
		return
	}
	if why := suspicious(zr.File, info.Size()); why != "" {
		l.skip(name, why, nil)
		return
	}
	members := slices.Clone(zr.File)
	slices.SortStableFunc(members, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var total uint64
	limit := uint64(l.opt.maxBytes()) * totalFactor
	for _, f := range members {
		if l.done {
			return
		}
		total += f.UncompressedSize64
		if total > limit {
			l.skip(name, fmt.Sprintf("the archive unpacks to more than %s; what comes after %s was left out", sizeText(int64(limit)), f.Name), nil)
			return
		}
		l.member(p, name, f)
	}
}

// suspicious says what speaks against reading an archive at all.
func suspicious(files []*zip.File, size int64) string {
	if len(files) > maxMembers {
		return fmt.Sprintf("the archive has %d members, more than %d: unpack it first", len(files), maxMembers)
	}
	var packed uint64
	for _, f := range files {
		packed += f.CompressedSize64
		if packed > uint64(size) {
			return "its members overlap, as in an archive made to do harm"
		}
	}
	return ""
}

// member lists one member of an archive.
func (l *lister) member(p, archive string, f *zip.File) {
	clean := path.Clean(strings.ReplaceAll(f.Name, `\`, "/"))
	name := archive + "/" + clean
	base := strings.ToLower(path.Base(clean))
	switch {
	case strings.HasSuffix(f.Name, "/"):
		return
	case f.Name == "" || clean == ".." || strings.HasPrefix(clean, "../") || strings.HasPrefix(clean, "/") || len(clean) > 1 && clean[1] == ':':
		l.skip(archive+"/"+strings.TrimLeft(clean, "/"), "its name leads out of the archive", nil)
		return
	case !l.opt.Hidden && hiddenPath(clean), matchAny(l.opt.Exclude, clean):
		return
	case len(l.opt.Include) > 0 && !matchAny(l.opt.Include, clean):
		return
	case !f.Mode().IsRegular():
		l.skip(name, "it is no regular file", nil)
		return
	case f.Flags&1 != 0:
		l.skip(name, "it is encrypted: unpack the archive first", nil)
		return
	case slices.ContainsFunc(archiveSuffixes, func(s string) bool { return strings.HasSuffix(base, s) }):
		l.skip(name, nestedReason, nil)
		return
	case f.UncompressedSize64 > ratioFloor && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio:
		l.skip(name, fmt.Sprintf("it unpacks to %d times its size, as in an archive made to do harm", f.UncompressedSize64/max(f.CompressedSize64, 1)), nil)
		return
	case f.UncompressedSize64 > uint64(l.opt.maxBytes()):
		l.skip(name, fmt.Sprintf("it is more than the limit of %s for one document: raise it with --max-size", sizeText(l.opt.maxBytes())), nil)
		return
	}
	if l.names[name] {
		l.skip(name, "the archive holds two members of this name: the first was read", nil)
		return
	}
	index := f.Name
	l.give(Source{Name: name, Size: int64(f.UncompressedSize64), Open: func() (io.ReadCloser, error) { return openMember(p, index) }})
}

// hiddenPath says whether a part of a path is hidden, or put there by macOS.
func hiddenPath(p string) bool {
	for _, part := range strings.Split(p, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// memberReader closes the archive with the member.
type memberReader struct {
	io.ReadCloser
	archive io.Closer
}

func (m memberReader) Close() error { return errors.Join(m.ReadCloser.Close(), m.archive.Close()) }

func openMember(p, name string) (io.ReadCloser, error) {
	zr, err := zip.OpenReader(p)
	if err != nil {
		return nil, err
	}
	for _, f := range zr.File {
		if f.Name == name {
			rc, err := f.Open()
			if err != nil {
				return nil, errors.Join(err, zr.Close())
			}
			return memberReader{rc, zr}, nil
		}
	}
	return nil, errors.Join(errors.New("the archive changed since it was listed"), zr.Close())
}

// gzipReader reads a gzip file and stops where it swells beyond measure.
type gzipReader struct {
	zr   *gzip.Reader
	file *os.File
	size int64 // on disk
	n    int64 // read so far
}

func openGzip(p string) (io.ReadCloser, error) {
	f, err := openRegular(p)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, errors.Join(err, f.Close())
	}
	return &gzipReader{zr: zr, file: f, size: info.Size()}, nil
}

// Read reads decompressed bytes.
func (g *gzipReader) Read(b []byte) (int, error) {
	n, err := g.zr.Read(b)
	g.n += int64(n)
	if g.n > ratioFloor && g.n/max(g.size, 1) > maxRatio {
		return n, &Skip{Reason: fmt.Sprintf("it unpacks to more than %d times its size, as in an archive made to do harm", maxRatio)}
	}
	return n, err
}

// Close closes the file.
func (g *gzipReader) Close() error { return errors.Join(g.zr.Close(), g.file.Close()) }

// isDamage says whether an error comes from broken compressed data.
func isDamage(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrAlgorithm) ||
		errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) ||
		strings.Contains(err.Error(), "corrupt")
}
