package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mandate/extract/train"
)

// smallData writes a data folder with treebanks and raw text of a few sentences.
func smallData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const one = "# text = The U.S. agency funds schools.\n1\tThe\tthe\tDET\tDT\t_\t3\tdet\t_\t_\n2\tU.S.\tU.S.\tPROPN\tNNP\t_\t3\tcompound\t_\t_\n" +
		"3\tagency\tagency\tNOUN\tNN\t_\t4\tnsubj\t_\t_\n4\tfunds\tfund\tVERB\tVBZ\t_\t0\troot\t_\t_\n5\tschools\tschool\tNOUN\tNNS\t_\t4\tobj\t_\tSpaceAfter=No\n6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
	const two = "# text = It can't last!\n1\tIt\tit\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n" +
		"4\tlast\tlast\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n5\t!\t!\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
	bank := strings.Repeat("# newpar\n"+one+two, 12)
	for _, part := range []string{"train", "dev", "test"} {
		put("treebanks/ewt/en_ewt-ud-"+part+".conllu", bank)
	}
	put("treebanks/gum/splits.md", "## train\n\n* GUM_news_a\n")
	put("treebanks/gum/GUM_news_a.conllu", bank)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	for i := range 200 {
		fmt.Fprintf(w, "The agency funds %d schools. It can't last!\n\n", i%7)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	put("text/a.txt.gz", z.String())
	return dir
}

// TestTrainingGivesTheSameBytes learns where words end, word vectors and a parser twice from the same small data.
func TestTrainingGivesTheSameBytes(t *testing.T) {
	data := smallData(t)
	learn := func() map[string][]byte {
		out := t.TempDir()
		if err := runToken(data, out, train.BoundaryOptions{Epochs: 2}); err != nil {
			t.Fatal(err)
		}
		if err := runVectors(data, out, 1); err != nil {
			t.Fatal(err)
		}
		vec, err := readVectors(out)
		if err != nil {
			t.Fatal(err)
		}
		o := train.ParserOptions{Sizes: train.Sizes{Hidden: 16, Arc: 16, Rel: 16}, Epochs: 2}
		if err := runParser(data, out, vec, o, 0, "parser"); err != nil {
			t.Fatal(err)
		}
		if err := runExport(data, out, "parser"); err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for _, name := range []string{"token.model", "vectors.bin", "parser.model"} {
			b, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = b
		}
		return files
	}
	first, second := learn(), learn()
	for name, b := range first {
		if !bytes.Equal(b, second[name]) {
			t.Errorf("%s: the same data gave other bytes", name)
		}
	}
}
