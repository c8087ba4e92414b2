package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures for Prometheus.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	running  prometheus.Gauge
	states   prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "mandate_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		took:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "mandate_request_seconds", Help: "Time to answer, by route.", Buckets: []float64{.001, .005, .02, .05, .1, .2, .5, 1, 5, 30}}, []string{"route"}),
		running:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "mandate_requests_running", Help: "Requests that are being answered."}),
		states:   prometheus.NewCounter(prometheus.CounterOpts{Name: "mandate_store_states_total", Help: "States of the store that were taken up since the start."}),
	}
	m.registry.MustRegister(m.requests, m.took, m.running, m.states, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) seen(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
