package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Fingerprint identifies the content of the schema, however its file is laid out: a SHA-256 in hexadecimal.
func (s *Schema) Fingerprint() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // plain strings, numbers and lists always marshal
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
