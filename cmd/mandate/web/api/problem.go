package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web/live"
	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/store"

	"github.com/danielgtaylor/huma/v2"
)

// Problem is an error as RFC 9457 has it.
type Problem struct {
	Title  string             `json:"title" doc:"the status in words"`
	Status int                `json:"status" doc:"the status of the answer"`
	Detail string             `json:"detail,omitempty" doc:"what is wrong, and what to do about it"`
	Hint   string             `json:"hint,omitempty" doc:"what may have been meant"`
	Line   int                `json:"line,omitempty" doc:"of the query, from 1, where that is to blame"`
	Column int                `json:"column,omitempty" doc:"of the query, in characters, from 1"`
	Errors []huma.ErrorDetail `json:"errors,omitempty" doc:"what is wrong with each parameter or field"`
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes JSON a problem.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// newProblem is how huma words what it finds wrong with a request.
func newProblem(status int, message string, errs ...error) huma.StatusError {
	p := &Problem{Status: status, Title: http.StatusText(status), Detail: message}
	for _, err := range errs {
		if err == nil {
			continue
		}
		if inner := (*Problem)(nil); errors.As(err, &inner) {
			return inner
		}
		if d, ok := err.(huma.ErrorDetailer); ok {
			p.Errors = append(p.Errors, *d.ErrorDetail())
		} else {
			p.Errors = append(p.Errors, huma.ErrorDetail{Message: err.Error()})
		}
	}
	slices.SortStableFunc(p.Errors, func(a, b huma.ErrorDetail) int { return cmp.Compare(a.Location, b.Location) })
	return p
}

// ownErrors gives huma the form of our errors, which it takes from a variable.
var ownErrors = sync.OnceFunc(func() { huma.NewError = newProblem })

// wrong is what is wrong with a request.
func wrong(format string, args ...any) *Problem {
	return refuse(http.StatusUnprocessableEntity, fmt.Sprintf(format, args...))
}

func refuse(status int, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Detail: detail}
}

// problem says an error as a problem.
func problem(err error) *Problem {
	p := &Problem{Status: http.StatusInternalServerError, Detail: "this is a mistake in mandate: the log of the server has the details"}
	var given *Problem
	var query *cypher.Error
	var whole *store.Error
	var bad *ask.BadQuery
	switch {
	case errors.As(err, &given):
		p = given
	case errors.Is(err, context.DeadlineExceeded):
		p.Status, p.Detail = http.StatusServiceUnavailable, "the answer took longer than the server allows: ask for less, or raise its limit"
	case errors.Is(err, context.Canceled):
		p.Status, p.Detail = http.StatusServiceUnavailable, "the request was given up"
	case errors.As(err, &query):
		p.Status, p.Detail, p.Hint = http.StatusUnprocessableEntity, query.Message, query.Hint
		if query.Offset >= 0 {
			p.Line, p.Column = query.Line, query.Column
		}
	case errors.As(err, &bad):
		p.Status, p.Detail = http.StatusUnprocessableEntity, bad.Error()
	case errors.Is(err, graph.ErrNotFound):
		p.Status, p.Detail = http.StatusNotFound, strings.TrimSuffix(err.Error(), ": "+graph.ErrNotFound.Error())+" is not in the graph, or may not be shown"
	case errors.Is(err, live.ErrBusy):
		p.Status, p.Detail = http.StatusServiceUnavailable, err.Error()
	case errors.As(err, &whole) && (errors.Is(err, store.ErrInUse) || errors.Is(err, store.ErrClosed) || errors.Is(err, store.ErrFull)):
		p.Status, p.Detail = http.StatusServiceUnavailable, whole.Error()
	case errors.As(err, &whole) && errors.Is(err, store.ErrReadOnly):
		p.Status, p.Detail = http.StatusForbidden, readOnly
	case errors.As(err, &whole):
		p.Detail = whole.Error()
	}
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	return p
}

const readOnly = "this server takes no judgements: start it with `mandate serve --edit`"

func writeProblem(w http.ResponseWriter, p *Problem) {
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	w.Header().Set("Content-Type", problemType)
	if p.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // who went away needs no answer
}

func problemAnswer(p *Problem) *given {
	rec := &recorder{header: http.Header{}}
	writeProblem(rec, p)
	return &given{status: rec.code(), header: rec.header, body: rec.body.Bytes()}
}
