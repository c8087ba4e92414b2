package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// RawFiles lists the unlabelled texts of a data folder, in order of name: text/*.txt.gz.
func RawFiles(data string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(data, "text", "*.txt.gz"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no raw text in %s: expected text/*.txt.gz", data)
	}
	sort.Strings(files)
	return files, nil
}

// ReadRaw calls f with each paragraph of a gzipped raw text: documents separated by a form feed, paragraphs by an
// empty line, lines of a paragraph joined by a blank.
func ReadRaw(path string, f func(paragraph string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	zr, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := paragraphs(zr, f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func paragraphs(r io.Reader, f func(string)) error {
	in := bufio.NewReaderSize(r, 1<<16)
	var par []string
	flush := func() {
		if len(par) > 0 {
			f(strings.Join(par, " "))
			par = par[:0]
		}
	}
	for {
		line, err := in.ReadString('\n')
		for i, part := range strings.Split(strings.TrimRight(line, "\r\n"), "\f") {
			if i > 0 {
				flush()
			}
			if part = strings.TrimSpace(part); part != "" {
				par = append(par, part)
			} else {
				flush()
			}
		}
		if err == io.EOF {
			flush()
			return nil
		}
		if err != nil {
			return err
		}
	}
}
