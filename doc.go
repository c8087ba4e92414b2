// Package mandate holds no code: it is the place of the documents on the whole (README.md, ARCHITECTURE.md) and of the
// tests that keep the house in order. The program is in cmd/mandate.
package mandate
