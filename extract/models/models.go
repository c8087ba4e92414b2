// Package models holds the trained weights that mandate carries, and what is to be known of them: the data they were
// learnt from and its licences, checksums, the command that made them and their scores (manifest.json).
//
// The weights were learnt in part from share-alike treebanks and have a licence of their own: see LICENSE in this
// folder. The program's code is under the Apache licence.
package models

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed parser.model
var parserFile []byte

//go:embed names.model
var namesFile []byte

//go:embed phrases.model
var phrasesFile []byte

//go:embed relations.model
var relationsFile []byte

//go:embed token.model
var tokenFile []byte

//go:embed manifest.json
var manifestFile []byte

// Parser expands the model of the tagger and parser, at the first call; it may be used by several goroutines, and
// nobody may change it.
func Parser() (*Tensors, error) { return parser() }

// Names expands the model of the name recogniser, like Parser.
func Names() (*Tensors, error) { return names() }

// Phrases expands the model that judges noun phrases, like Parser.
func Phrases() (*Tensors, error) { return phrases() }

// Relations expands the model that scores pairs of mentions, like Parser.
func Relations() (*Tensors, error) { return relations() }

// Token expands the model of where words and sentences end, like Parser.
func Token() (*Tensors, error) { return tokens() }

var (
	phrases   = sync.OnceValues(func() (*Tensors, error) { return Decode(phrasesFile) })
	relations = sync.OnceValues(func() (*Tensors, error) { return Decode(relationsFile) })

	tokens = sync.OnceValues(func() (*Tensors, error) { return Decode(tokenFile) })
	parser = sync.OnceValues(func() (*Tensors, error) { return Decode(parserFile) })
	names  = sync.OnceValues(func() (*Tensors, error) { return Decode(namesFile) })
)

// Manifest says where the weights come from.
type Manifest struct {
	Version int      `json:"version"`
	Command string   `json:"command"` // what makes all of them, step by step
	Licence string   `json:"licence"`
	Data    []Source `json:"data"`
	Models  []Entry  `json:"models"`
}

// Source is data that the models were learnt from.
type Source struct {
	Name    string `json:"name"`
	By      string `json:"by"`
	Licence string `json:"licence"`
	Used    string `json:"used"` // for what
}

// Entry is one model file.
type Entry struct {
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
	// Command is what makes this file alone, when the files before it in the list are there.
	Command string            `json:"command"`
	Scores  map[string]string `json:"scores"`         // by what was measured; the lines that mandate-train eval prints
	Note    string            `json:"note,omitempty"` // what else is to be known of where it comes from
}

// ReadManifest gives the manifest of the embedded models, after checking their checksums.
func ReadManifest() (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(manifestFile, &m); err != nil {
		return nil, fmt.Errorf("models: manifest: %w", err)
	}
	files := map[string][]byte{"parser.model": parserFile, "names.model": namesFile, "token.model": tokenFile, "phrases.model": phrasesFile, "relations.model": relationsFile}
	for _, e := range m.Models {
		data, ok := files[e.File]
		if !ok {
			return nil, fmt.Errorf("models: the manifest names %s, which is not carried", e.File)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.SHA256 || len(data) != e.Bytes {
			return nil, fmt.Errorf("models: %s is not the file that the manifest describes: run make models", e.File)
		}
	}
	return &m, nil
}
