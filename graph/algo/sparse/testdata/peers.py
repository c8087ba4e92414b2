"""Runs one algorithm of igraph or networkx on a graph, for TestPeers: PEER ALGORITHM FILE.

FILE is a text edge list ("from to weight" to the line, after a line "nodes directed edges"). Prints one JSON object: the CPU seconds of
the algorithm alone, the peak memory of the process in MiB, and a number that tells whether the result is right.
"""
import json, random, resource, sys, time
from array import array

peer, what, path = sys.argv[1:4]
sources = [int(s) for s in sys.argv[4].split(",")] if len(sys.argv) > 4 and sys.argv[4] else []
random.seed(1)


def edges():
    with open(path) as f:
        next(f)
        for line in f:
            a, b, w = line.split()
            yield int(a), int(b), float(w)


with open(path) as f:
    n, directed = (int(x) for x in f.readline().split()[:2])

if peer == "igraph":
    import igraph
    ends, weight = array("q"), array("d")
    for a, b, w in edges():
        ends.extend((a, b))
        if what == "dijkstra":
            weight.append(w)
    pairs = memoryview(ends).cast("B").cast("q", shape=[len(ends) // 2, 2])
    g = igraph.Graph(n=n, directed=bool(directed), edges=pairs)
    del pairs, ends
    if directed and what == "leiden":
        g.to_undirected()
    run = {
        "pagerank": lambda: max(g.pagerank(damping=0.85)),
        "weak": lambda: len(g.connected_components(mode="weak")),
        "strong": lambda: len(g.connected_components(mode="strong")),
        "bfs": lambda: sum(d for d in g.distances(source=sources[0], mode="out")[0] if d < 1e9),
        "dijkstra": lambda: sum(d for d in g.distances(source=sources[0], mode="out", weights=weight)[0] if d < 1e9),
        "hits": lambda: (lambda a: max(a) / sum(a) + 0 * max(g.hub_score()))(g.authority_score()),
        "eigenvector": lambda: (lambda a: max(a) / sum(a))(g.eigenvector_centrality(directed=False)),
        "betweenness": lambda: max(g.betweenness(directed=False)),
        "closeness": lambda: max(g.closeness(mode="all")),
        "harmonic": lambda: max(g.harmonic_centrality(mode="all")),
        "cores": lambda: max(g.coreness()),
        "triangles": lambda: g.transitivity_undirected(),
        "leiden": lambda: g.community_leiden(objective_function="modularity", n_iterations=2).modularity,
    }[what]
else:
    import networkx as nx

    g = nx.DiGraph() if directed else nx.Graph()
    g.add_nodes_from(range(n))
    if what == "dijkstra":
        g.add_weighted_edges_from(edges())
    else:
        g.add_edges_from((a, b) for a, b, _ in edges())
    flat = g.to_undirected(as_view=False) if directed and what in ("betweenness", "closeness", "harmonic", "cores", "triangles", "eigenvector", "leiden") else g
    if flat is not g:
        g = None
        g = flat
    run = {
        "pagerank": lambda: max(nx.pagerank(g, alpha=0.85).values()),
        "weak": lambda: nx.number_weakly_connected_components(g) if directed else nx.number_connected_components(g),
        "strong": lambda: nx.number_strongly_connected_components(g),
        "bfs": lambda: sum(nx.single_source_shortest_path_length(g, sources[0]).values()),
        "dijkstra": lambda: sum(nx.single_source_dijkstra_path_length(g, sources[0]).values()),
        "hits": lambda: max(nx.hits(g, max_iter=10000)[1].values()),
        "eigenvector": lambda: (lambda a: max(a) / sum(a))(list(nx.eigenvector_centrality(g, max_iter=10000).values())),
        "betweenness": lambda: max(nx.betweenness_centrality(g, normalized=False).values()),
        "closeness": lambda: max(nx.closeness_centrality(g).values()),
        "harmonic": lambda: max(nx.harmonic_centrality(g).values()) / (n - 1),
        "cores": lambda: max(nx.core_number(g).values()),
        "triangles": lambda: nx.transitivity(g),
        "leiden": lambda: nx.community.modularity(g, nx.community.louvain_communities(g, seed=1)),
    }[what]

start = time.process_time()
value = run()
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "mib": peak, "value": float(value)}))
