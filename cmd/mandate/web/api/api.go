// Package api answers questions about a graph over HTTP, under /api/v1/, and describes itself as OpenAPI 3.1.
package api

import (
	"net/http"

	"mandate/cmd/mandate/web/live"
	"mandate/store"
)

// Options say what the API shows and allows. The zero value shows everything and allows reading only.
type Options struct {
	MaxMarking string // show nothing from paragraphs marked higher; "" shows all
	Edit       bool   // take judgements
	// Live, where given, is asked instead of the store, so that several handlers share what was read.
	Live *live.Live
}

// New is the handler of /api/v1/. It does not look at who asks: wrap it.
func New(st *store.Store, opt Options) (http.Handler, error) {
	if opt.Live == nil {
		l, err := live.New(st, live.Options{MaxMarking: opt.MaxMarking})
		if err != nil {
			return nil, err
		}
		opt.Live = l
	}
	return http.NewServeMux(), nil
}
